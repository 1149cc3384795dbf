using System.ComponentModel.DataAnnotations;

namespace Tessera.Tools.Pdb;

/// <summary>Options of the tool <c>pdb</c>.</summary>
public sealed class PdbOptions
{
    /// <summary>How long one command may run before the program is interrupted where it stands.</summary>
    /// <value>The default value is 30 seconds.</value>
    [Range(1, 86_400)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>How many characters of the program's output, and as many of the debugger's, are shown for one command: the first and the last half of them.</summary>
    /// <value>The default value is 20,000 characters.</value>
    [Range(100, 45_000)]
    public int MaxOutput { get; set; } = 20_000;
}
