namespace Tessera.Tests;

/// <summary>The python3 that tests run programs with. Without it they are skipped with the reason; where CI is set, they fail.</summary>
internal static class InstalledPython
{
    public static bool IsThere { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "python3")));

    public static void Require()
    {
        if (IsThere) return;
        Environment.GetEnvironmentVariable("CI").Should().BeNullOrEmpty("python3 is not installed");
        Assert.Skip("python3 is not installed.");
    }
}
