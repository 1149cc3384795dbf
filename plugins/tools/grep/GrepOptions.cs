using System.ComponentModel.DataAnnotations;

namespace Tessera.Tools.Grep;

/// <summary>Options of the tool <c>grep</c>.</summary>
public sealed class GrepOptions
{
    /// <summary>How many matching lines are shown when a call does not say.</summary>
    /// <value>The default value is 100 lines.</value>
    [Range(1, 100_000)]
    public int MaxResults { get; set; } = 100;

    /// <summary>How many characters of a line are shown.</summary>
    /// <value>The default value is 300 characters.</value>
    [Range(20, 10_000)]
    public int MaxLineLength { get; set; } = 300;

    /// <summary>Files with more bytes are not searched, and the answer says so.</summary>
    /// <value>The default value is 10,000,000 bytes.</value>
    [Range(1, 1_000_000_000)]
    public int MaxFileBytes { get; set; } = 10_000_000;

    /// <summary>How long a search may take; what was found until then is shown.</summary>
    /// <value>The default value is 20 seconds.</value>
    [Range(1, 3600)]
    public int TimeoutSeconds { get; set; } = 20;
}
