using System.Diagnostics;
using Tessera.Debugging.Terminals.Sandbox;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Tests.Terminals.Sandbox;

/// <summary>Real programs in a sandbox around a folder of their own.</summary>
internal sealed class Confined : IAsyncDisposable
{
    private static readonly Lazy<Task<string?>> _obstacle = new(() =>
        new SandboxTerminalProvider(new SandboxOptions(), TimeProvider.System).FindObstacleAsync(default).AsTask());

    private readonly TemporaryFolder _folder = new();
    private readonly SandboxOptions _options;
    private IReadOnlyList<string> _readOnly = [];
    private IReadOnlyList<string> _hidden = [];
    private ITerminal? _terminal;

    private Confined(SandboxOptions options) => _options = options;

    public string Root => _folder.Root;

    public ITerminal Terminal => _terminal ??= new SandboxTerminalProvider(_options, TimeProvider.System).Open(Site());

    public static async Task<Confined> NewAsync(SandboxOptions? options = null)
    {
        await Requirements.SandboxAsync();
        return new Confined(options ?? new SandboxOptions());
    }

    private TerminalSite Site()
    {
        var workspace = new FolderWorkspace(Root, new FolderWorkspaceOptions { ReadOnly = _readOnly, Hidden = _hidden });
        var site = workspace.SiteForAgents(new Dictionary<string, string>());
        workspace.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return site;
    }

    public static Task<string?> ObstacleAsync() => _obstacle.Value;

    public static TerminalCommand Script(string script) => new() { Program = "bash", Arguments = ["-c", script] };

    public string At(string path) => _folder.At(path);

    public Confined Write(string path, string text)
    {
        _folder.Write(path, text);
        return this;
    }

    public Confined Protect(IReadOnlyList<string> readOnly, IReadOnlyList<string>? hidden = null)
    {
        (_readOnly, _hidden) = (readOnly, hidden ?? []);
        return this;
    }

    public Task<TerminalResult> RunAsync(string script) => Terminal.RunAsync(Script(script), default);

    /// <summary>The processes of this machine whose command line has a text in it.</summary>
    public static int Count(string text) => Process.GetProcesses().Count(process =>
    {
        using (process)
        {
            try
            {
                return File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(text, StringComparison.Ordinal);
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    });

    /// <summary>Waits until no process of this machine has a text in its command line.</summary>
    public static async Task NoneLeft(string text)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(5); await Task.Delay(20))
        {
            if (Count(text) == 0) return;
        }

        Assert.Fail($"{Count(text)} processes with '{text}' still run.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_terminal is not null) await _terminal.DisposeAsync();
        _folder.Dispose();
    }
}
