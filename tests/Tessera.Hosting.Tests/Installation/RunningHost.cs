using System.Diagnostics;

namespace Tessera.Hosting.Tests.Installation;

/// <summary>A host in a process of its own, which has a plugin loaded for as long as it runs.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _complaints;

    private RunningHost(Process process)
    {
        _process = process;
        _complaints = process.StandardError.ReadToEndAsync();
    }

    public static RunningHost Start(string plugins, string uses)
    {
        var program = Path.Combine(BuiltPlugins.Output("Tessera.Fixtures.Host"), "Tessera.Fixtures.Host.dll");
        return new RunningHost(Process.Start(new ProcessStartInfo("dotnet", [program, plugins, uses])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!);
    }

    public async Task<string> AskAsync(string line)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), bound.Token);
        await _process.StandardInput.FlushAsync(bound.Token);
        return await _process.StandardOutput.ReadLineAsync(bound.Token) ?? throw new InvalidOperationException($"The host has died: {await _complaints}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
