using System.ComponentModel.DataAnnotations;

namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>Options of <c>terminal/sandbox</c>. Limits hold for one program with all that it starts.</summary>
public sealed class SandboxOptions
{
    /// <summary>
    /// Files and folders that programs see besides the system's own, and may read only: absolute paths, such as that of an
    /// interpreter that is installed outside of <c>/usr</c>.
    /// </summary>
    /// <value>The default value is empty: what is in <c>/usr</c>, and the Python installations on the search path.</value>
    public IReadOnlyList<string> ReadOnlyPaths { get; set; } = [];

    /// <summary>How much memory programs may use, in megabytes of 1,048,576 bytes; null for no limit.</summary>
    /// <value>The default value is 4096 megabytes.</value>
    [Range(16, 16_777_216)]
    public int? MemoryMegabytes { get; set; } = 4096;

    /// <summary>How many processes and threads there may be at once; null for no limit.</summary>
    /// <value>The default value is 1024.</value>
    [Range(8, 4_000_000)]
    public int? Processes { get; set; } = 1024;

    /// <summary>How many processors programs may use, in units of one processor's time; null for no limit.</summary>
    /// <value>The default value is null.</value>
    [Range(0.01, 4096)]
    public double? Processors { get; set; }

    /// <summary>How large a file may become, in megabytes; null for no limit.</summary>
    /// <value>The default value is 1024 megabytes.</value>
    [Range(1, 16_777_216)]
    public int? FileMegabytes { get; set; } = 1024;

    /// <summary>How much programs may keep in <c>/tmp</c>, which is memory and ends with them, in megabytes.</summary>
    /// <value>The default value is 1024 megabytes.</value>
    [Range(1, 16_777_216)]
    public int TemporaryMegabytes { get; set; } = 1024;
}
