namespace Tessera.Debugging.Tests;

/// <summary>What a test needs of its machine. Without it the test is skipped with the reason; where CI is set, it fails.</summary>
internal static class Requirements
{
    public static void Python() => Program("python3");

    public static void Program(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (folders.Any(folder => File.Exists(Path.Combine(folder, name)))) return;
        var reason = $"{name} is not installed.";
        Environment.GetEnvironmentVariable("CI").Should().BeNullOrEmpty(reason);
        Assert.Skip(reason);
    }

    public static void Unix() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Links, modes and signals are tested on Unix systems.");

    public static void Linux() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells what a process's environment is.");

    public static async Task SandboxAsync()
    {
        Linux();
        if (await Terminals.Sandbox.Confined.ObstacleAsync() is not { } obstacle) return;
        Environment.GetEnvironmentVariable("CI").Should().BeNullOrEmpty(obstacle);
        Assert.Skip(obstacle);
    }
}
