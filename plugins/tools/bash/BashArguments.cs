using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Tessera.Tools.Bash;

/// <summary>Arguments of the tool <c>bash</c>.</summary>
public sealed class BashArguments
{
    /// <summary>What is run.</summary>
    [Description("The command line or script to run. It reads an end of file at once where it asks for input.")]
    [JsonPropertyName("command")]
    public required string Command { get; set; }

    /// <summary>How long it may run; less than 1 is taken as 1, and more than 3600 as 3600.</summary>
    /// <value>The default value is 30 seconds.</value>
    [Description("How many seconds it may run, from 1 to 3600. Default: 30.")]
    [JsonPropertyName("timeout")]
    public int Timeout { get; set; } = 30;
}
