namespace Tessera.Tools.Pdb;

/// <summary>Commands that need no running program, because they concern what outlives it.</summary>
internal enum HostCommand
{
    /// <summary>Any other: the debugger performs it.</summary>
    None,

    /// <summary>Breakpoints are listed.</summary>
    ListBreakpoints,

    /// <summary>All breakpoints are removed.</summary>
    ClearBreakpoints,

    /// <summary>The program is started anew.</summary>
    Restart,

    /// <summary>The program is ended.</summary>
    Quit,
}
