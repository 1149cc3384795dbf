namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>The folders in which programs are looked for.</summary>
internal static class SearchPath
{
    // What remains where the variable is not set, or names only what a sandbox does not show.
    private static readonly string[] _standard = ["/usr/local/bin", "/usr/bin", "/bin"];

    /// <summary>This process's own, absolute ones only: another would mean something else in each folder.</summary>
    public static IReadOnlyList<string> OfThisProcess =>
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(folder => folder.StartsWith('/')).Select(Path.TrimEndingDirectorySeparator).Union(_standard),
    ];
}
