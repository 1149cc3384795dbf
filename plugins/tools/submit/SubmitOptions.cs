using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Tools;

namespace Tessera.Tools.Submit;

/// <summary>Options of the tool <c>submit</c>.</summary>
public sealed class SubmitOptions
{
    /// <summary>Whether the project's check is run first and shown. The work is submitted whatever it says.</summary>
    /// <value>The default value is true.</value>
    public bool EvaluateOnSubmit { get; set; } = true;

    /// <summary>How long the check may take.</summary>
    /// <value>The default value is 120 seconds.</value>
    [Range(1, 86_400)]
    public int TimeoutSeconds { get; set; } = 120;

    /// <summary>How many characters of the check's output are shown: its first and its last half.</summary>
    /// <value>The default value is 20,000 characters.</value>
    [Range(100, Observation.TextLimit - 20_000)]
    public int MaxOutput { get; set; } = 20_000;
}
