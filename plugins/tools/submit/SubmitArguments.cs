using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Tessera.Tools.Submit;

/// <summary>Arguments of the tool <c>submit</c>.</summary>
public sealed class SubmitArguments
{
    /// <summary>What the agent says of its work.</summary>
    /// <value>The default value is null: nothing.</value>
    [Description("What to say of the work: what was wrong and what was changed. May be left out.")]
    [JsonPropertyName("message")]
    public string? Message { get; set; }
}
