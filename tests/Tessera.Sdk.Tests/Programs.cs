using CliWrap;
using CliWrap.Buffered;

namespace Tessera.Sdk.Tests;

/// <summary>Other people's programs, which say independently what is right.</summary>
internal static class Programs
{
    /// <summary>Runs a program. Without it the test is skipped with the reason; where CI is set, it fails.</summary>
    public static async Task<BufferedCommandResult> RunAsync(string folder, string input, string name, params string[] arguments)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(path => File.Exists(Path.Combine(path, name))))
        {
            var reason = $"{name} is not installed.";
            Environment.GetEnvironmentVariable("CI").Should().BeNullOrEmpty(reason);
            Assert.Skip(reason);
        }

        return await (input | CliWrap.Cli.Wrap(name).WithArguments(arguments).WithWorkingDirectory(folder).WithValidation(CommandResultValidation.None)
            // What a person has set up for git must not decide a test.
            .WithEnvironmentVariables(set => set.Set("GIT_CONFIG_GLOBAL", "/dev/null").Set("GIT_CONFIG_NOSYSTEM", "1").Set("LC_ALL", "C")))
            .ExecuteBufferedAsync();
    }
}
