using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Tools;

namespace Tessera.Tools.Bash;

/// <summary>Options of the tool <c>bash</c>.</summary>
public sealed class BashOptions
{
    /// <summary>How many characters of a command's output are shown: its first and its last half.</summary>
    /// <value>The default value is 20,000 characters.</value>
    [Range(100, Observation.TextLimit - 20_000)]
    public int MaxOutput { get; set; } = 20_000;

    /// <summary>How many files of the workspace are watched for changes that commands make; 0 for none.</summary>
    /// <value>The default value is 20,000 files.</value>
    [Range(0, 1_000_000)]
    public int MaxWatchedFiles { get; set; } = 20_000;
}
