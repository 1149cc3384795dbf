using System.Diagnostics;
using System.Globalization;

namespace Tessera.Cli.Tests;

/// <summary>A command that is killed by force takes the programs of its terminals with it.</summary>
public sealed class KilledHostSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public KilledHostSpecs() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere nothing outlives a process to end what it leaves.");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("local")]
    [InlineData("sandbox")]
    public async Task No_program_of_its_terminal_is_left(string terminal)
    {
        if (terminal == "sandbox") await RequireSandboxAsync();
        var seconds = string.Create(CultureInfo.InvariantCulture, $"300.{Random.Shared.Next(100_000_000, 999_999_999)}");
        _folder.File("project/main.py", "");
        // A child, one that has left the group of processes and lost its parent, one without the environment, and the program itself.
        _folder.File("project/wait.sh", $"sleep {seconds} &\n(setsid sleep {seconds} &)\nenv -i /bin/sleep {seconds} &\nsleep 0.5\ntouch started\nexec sleep {seconds}\n");
        _folder.File("stuck.yaml", $$"""
            name: stuck
            steps:
              repair:
                uses: step/debug
                with:
                  project: project
                  evaluate: [bash, wait.sh]
                  terminal: { uses: terminal/{{terminal}} }
                  tools: [{ uses: tool/view }]
                  agent: { uses: agent/solution }
            """);
        await using var running = RunningTessera.Start(_folder.Path, "run", "stuck.yaml");
        await Until(() => Directory.GetFiles(_folder.Path, "started", SearchOption.AllDirectories).Length > 0, TimeSpan.FromSeconds(60), "the programs have started");
        // The program itself becomes the last of them after it has said so.
        await Until(() => ProcessesWith(seconds) >= 4, TimeSpan.FromSeconds(10), "all of them are there");

        running.Kill();

        await Until(() => ProcessesWith(seconds) == 0, TimeSpan.FromSeconds(5), "all of them have ended");
    }

    private static async Task Until(Func<bool> condition, TimeSpan bound, string what)
    {
        for (var clock = Stopwatch.StartNew(); !condition(); await Task.Delay(50)) clock.Elapsed.Should().BeLessThan(bound, $"by then {what}");
    }

    private static int ProcessesWith(string word) => Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Count(folder =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0').Contains(word);
        }
        catch (IOException)
        {
            return false;
        }
    });

    private static async Task RequireSandboxAsync()
    {
        var trial = await TesseraProcess.ShellAsync("bwrap --ro-bind / / --unshare-all true", "/");
        if (trial.ExitCode == 0) return;
        var reason = $"bubblewrap cannot confine programs here: {trial.StandardError}";
        Environment.GetEnvironmentVariable("CI").Should().BeNullOrEmpty(reason);
        Assert.Skip(reason);
    }
}
