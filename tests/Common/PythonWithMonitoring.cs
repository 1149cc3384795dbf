namespace Tessera.Tests;

/// <summary>A Python 3.12 or newer, by whose <c>sys.monitoring</c> tools watch a program. Without one a test is skipped with the reason; where CI is set, it fails.</summary>
internal static class PythonWithMonitoring
{
    private static readonly string[] _names = ["python3.14", "python3.13", "python3.12"];

    private static readonly string? _found = _names.FirstOrDefault(name =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name))));

    public static string Require()
    {
        Environment.GetEnvironmentVariable("CI").Should().Match(set => string.IsNullOrEmpty(set) || _found != null, "one of {0} is on the search path", string.Join(", ", _names));
        Assert.SkipWhen(_found is null, $"None of {string.Join(", ", _names)} is on the search path.");
        return _found;
    }
}
