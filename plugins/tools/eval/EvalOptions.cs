using System.ComponentModel.DataAnnotations;

namespace Tessera.Tools.Eval;

/// <summary>Options of the tool <c>eval</c>.</summary>
public sealed class EvalOptions
{
    /// <summary>How long the check may take.</summary>
    /// <value>The default value is 120 seconds.</value>
    [Range(1, 86_400)]
    public int TimeoutSeconds { get; set; } = 120;

    /// <summary>How many characters of the check's output are shown: its first and its last half.</summary>
    /// <value>The default value is 20,000 characters.</value>
    [Range(100, Sdk.Tools.Observation.TextLimit - 1000)]
    public int MaxOutput { get; set; } = 20_000;
}
