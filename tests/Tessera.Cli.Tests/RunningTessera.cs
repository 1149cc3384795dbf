using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Tessera.Cli.Tests;

/// <summary>The command while it runs, as somebody at a terminal sees and interrupts it.</summary>
internal sealed class RunningTessera : IAsyncDisposable
{
    private const int InterruptSignal = 2;
    private const int TerminationSignal = 15;

    private readonly CancellationTokenSource _bound = new(TimeSpan.FromMinutes(2));
    private readonly StringBuilder _complaints = new();
    private readonly Process _process;
    private readonly Task<string> _output;

    private RunningTessera(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync(_bound.Token);
    }

    public static RunningTessera Start(string folder, params string[] arguments) => Start(folder, arguments, []);

    /// <summary>Starts it with more variables in its environment.</summary>
    public static RunningTessera Start(string folder, string[] arguments, params (string Name, string Value)[] variables)
    {
        // Whoever starts tests in the background of a shell has them ignore Ctrl-C, and their children with them.
        string[] command = [.. OperatingSystem.IsLinux() ? ["env", "--default-signal=INT"] : Array.Empty<string>(), "dotnet", Repository.Tessera, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["NO_COLOR"] = "1" },
        };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return new RunningTessera(Process.Start(start)!);
    }

    /// <summary>Waits until a text has been written to standard error.</summary>
    public async Task HasToldAsync(string text)
    {
        while (await _process.StandardError.ReadLineAsync(_bound.Token) is { } line)
        {
            _complaints.AppendLine(line);
            if (line.Contains(text, StringComparison.Ordinal)) return;
        }

        throw new InvalidOperationException($"The command ended without '{text}': {_complaints}");
    }

    public void PressControlC() => Signal(_process.Id, InterruptSignal).Should().Be(0);

    public void AskToEnd() => Signal(_process.Id, TerminationSignal).Should().Be(0);

    /// <summary>Waits a moment; it must not have ended by itself meanwhile.</summary>
    public void RequireAlive() => _process.WaitForExit(TimeSpan.FromMilliseconds(2)).Should().BeFalse("the command is to be killed at its work");

    public void Kill() => _process.Kill();

    /// <summary>What its programs and their control groups are marked with; null before it prepares to start one. It is told to the shell that outlives it.</summary>
    public string? Mark() => Children().Select(Arguments).Select(arguments => arguments.SkipWhile(argument => argument != "tessera").ElementAtOrDefault(1)).FirstOrDefault(mark => mark is not null);

    public async Task<(int ExitCode, string Output, string Complaints)> EndAsync()
    {
        _complaints.Append(await _process.StandardError.ReadToEndAsync(_bound.Token));
        await _process.WaitForExitAsync(_bound.Token);
        return (_process.ExitCode, await _output, _complaints.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _bound.Dispose();
    }

    private IEnumerable<string> Children() => Read(() => Directory.GetDirectories($"/proc/{_process.Id}/task")).SelectMany(thread => Read(() => File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    private static string[] Arguments(string process) => Read(() => File.ReadAllText($"/proc/{process}/cmdline").Split('\0'));

    // Threads and processes end while they are looked at.
    private static string[] Read(Func<string[]> read)
    {
        try
        {
            return read();
        }
        catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
