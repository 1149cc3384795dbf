using System.ComponentModel.DataAnnotations;

namespace Tessera.Tools.ListDir;

/// <summary>Options of the tool <c>listdir</c>.</summary>
public sealed class ListDirOptions
{
    /// <summary>How many entries are shown; what is beyond is counted.</summary>
    /// <value>The default value is 1,000 entries.</value>
    [Range(1, 5000)]
    public int MaxEntries { get; set; } = 1000;
}
