namespace Tessera.Debugging.Terminals.Local;

/// <summary>Options of <c>terminal/local</c>.</summary>
public sealed class LocalOptions
{
    /// <summary>The variables of this process that programs inherit. All others, which may hold secrets, they do not see.</summary>
    /// <value>The default value is what programs need to find files, programs, libraries, language and time zone.</value>
    public IReadOnlyList<string> Inherited { get; set; } = LocalTerminalOptions.InheritedByDefault;
}
