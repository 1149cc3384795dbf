namespace Tessera.Debugging.Terminals;

/// <summary>Where programs of a <see cref="LocalTerminal"/> run and what they are told.</summary>
public sealed class LocalTerminalOptions
{
    /// <summary>The folder that programs run in when their command names none.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>The variables of this process that programs inherit. All others, which may hold secrets, they do not see.</summary>
    /// <value>The default value is what programs need to find files, programs, libraries, language and time zone.</value>
    public IReadOnlyList<string> Inherited { get; init; } = InheritedByDefault;

    /// <summary>Variables set on top of the inherited ones.</summary>
    /// <value>The default value asks programs for plain text without colours.</value>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string> { ["NO_COLOR"] = "1", ["TERM"] = "dumb" };

    internal static IReadOnlyList<string> InheritedByDefault { get; } =
    [
        "PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
        "SystemRoot", "SystemDrive", "windir", "ComSpec", "PATHEXT", "TEMP", "TMP", "USERPROFILE",
    ];
}
