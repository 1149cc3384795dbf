using System.ComponentModel.DataAnnotations;

namespace Tessera.Tools.Trace;

/// <summary>Options of the tool <c>trace</c>.</summary>
public sealed class TraceOptions
{
    /// <summary>How long a traced run may take when a call does not say; what was seen until then is shown.</summary>
    /// <value>The default value is 60 seconds.</value>
    [Range(1, 86_400)]
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>How many characters of a value are shown; three times as many of what is watched and of what is returned.</summary>
    /// <value>The default value is 200 characters.</value>
    [Range(20, 10_000)]
    public int MaxValue { get; set; } = 200;

    /// <summary>How many characters of the program's output are shown: the first and the last half of them.</summary>
    /// <value>The default value is 4,000 characters.</value>
    [Range(100, 45_000)]
    public int MaxOutput { get; set; } = 4_000;

    /// <summary>How many characters of the trace are shown: the first and the last half of them.</summary>
    /// <value>The default value is 20,000 characters.</value>
    [Range(1_000, 90_000)]
    public int MaxText { get; set; } = 20_000;
}
