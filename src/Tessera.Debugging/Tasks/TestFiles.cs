namespace Tessera.Debugging.Tasks;

/// <summary>How tests in files are run.</summary>
internal static class TestFiles
{
    /// <summary>The command that runs some files' tests: by unittest where all are written for it, which needs nothing installed, and by pytest otherwise.</summary>
    public static IReadOnlyList<string> CommandFor(string folder, params IReadOnlyList<string> files) =>
        files.All(file => IsUnittest(Path.Join(folder, file)))
            ? ["python3", "-m", "unittest", .. files]
            : ["python3", "-m", "pytest", "-q", "-p", "no:cacheprovider", .. files];

    private static bool IsUnittest(string file)
    {
        var text = File.ReadAllText(file);
        return text.Contains("unittest", StringComparison.Ordinal) && text.Contains("TestCase", StringComparison.Ordinal) && !text.Contains("import pytest", StringComparison.Ordinal);
    }
}
