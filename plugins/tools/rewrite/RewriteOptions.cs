using System.ComponentModel.DataAnnotations;

namespace Tessera.Tools.Rewrite;

/// <summary>Options of the tool <c>rewrite</c>.</summary>
public sealed class RewriteOptions
{
    /// <summary>How long an answer waits to be told whether a Python file still compiles; what takes longer is not told. 0: it is not looked at.</summary>
    /// <value>The default value is 1,000 milliseconds.</value>
    [Range(0, 60_000)]
    public int SyntaxCheckMilliseconds { get; set; } = 1_000;

    /// <summary>How many edits can be undone.</summary>
    /// <value>The default value is 100 edits.</value>
    [Range(0, 100_000)]
    public int UndoLimit { get; set; } = 100;
}
