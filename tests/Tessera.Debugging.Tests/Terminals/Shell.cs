using System.Diagnostics;
using Tessera.Debugging.Terminals;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Tests.Terminals;

/// <summary>Real programs in a folder of their own.</summary>
internal sealed class Shell : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Shell() => Terminal = new LocalTerminal(new LocalTerminalOptions { WorkingFolder = _folder.Root });

    public LocalTerminal Terminal { get; }

    public string At(string path) => _folder.At(path);

    public static TerminalCommand Script(string script) => new() { Program = "sh", Arguments = ["-c", script] };

    public Task<TerminalResult> RunAsync(string script) => Terminal.RunAsync(Script(script), default);

    /// <summary>Waits until a script has written a process's number.</summary>
    public async Task<int> ProcessIn(string file)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(10); await Task.Delay(10))
        {
            if (File.Exists(At(file)) && int.TryParse(await File.ReadAllTextAsync(At(file)), out var id)) return id;
        }

        throw new TimeoutException($"{file} was not written.");
    }

    public static async Task HasEnded(int process)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(5); await Task.Delay(10))
        {
            if (!IsRunning(process)) return;
        }

        Assert.Fail($"The process {process} still runs.");
    }

    public async ValueTask DisposeAsync()
    {
        await Terminal.DisposeAsync();
        _folder.Dispose();
    }

    // A process that has ended and is not yet reaped by whoever adopted it does not run.
    private static bool IsRunning(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
