using Tessera.Debugging.Terminals.Channels;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>Runs each program in a sandbox of its own, made by bubblewrap.</summary>
/// <remarks>
/// A program has its own processes, network (only loopback), users and temporary files. It sees the system's programs and
/// libraries and the project's folder, and may change nothing but the latter. It ends with whatever it started, and at once
/// with this process, however that ends: bubblewrap's parent is a thread that lives as long as the process does.
/// </remarks>
internal sealed class SandboxTerminal : ITerminal
{
    private readonly TerminalSite _site;
    private readonly SandboxOptions _options;
    private readonly SandboxView _view;
    private readonly IReadOnlyList<ProtectedPath> _protected;
    private readonly ControlGroups _groups;
    private readonly GroupRemovals _removals = new();
    private readonly LocalTerminal _outside;

    public SandboxTerminal(TerminalSite site, SandboxOptions options, TimeProvider time)
    {
        (_site, _options) = (site, options);
        _view = new SandboxView(site.Folder, options);
        _protected = ProtectedPaths.Find(_view.Folder, site);
        _groups = ControlGroups.OfThisProcess(options);
        _outside = new LocalTerminal(new LocalTerminalOptions { WorkingFolder = "/", Inherited = [], Environment = new Dictionary<string, string>() }, time) { StartsSandboxes = true };
    }

    public async Task<TerminalResult> RunAsync(TerminalCommand command, CancellationToken cancellationToken)
    {
        var program = Program(command);
        var group = _groups.Create();
        try
        {
            var result = await _outside.RunAsync(Launch(program, group, channel: null), cancellationToken).ConfigureAwait(false);
            // What bubblewrap itself has to say is that there was no program.
            if (result.ExitCode == 1 && result.Output.StartsWith("bwrap: ", StringComparison.Ordinal)) throw StartFailure.Of(command, new InvalidOperationException(result.Output.Trim()));
            return result with { Output = result.Output + group.TakeNotes(_options) };
        }
        finally
        {
            _removals.Begin(group);
        }
    }

    public async Task<ITerminalSession> OpenAsync(TerminalCommand command, CancellationToken cancellationToken)
    {
        var program = Program(command);
        var channel = ChannelSources.For(command);
        var group = _groups.Create();
        try
        {
            channel?.Announce(program.Environment);
            var inner = await _outside.StartAsync(Launch(program, group, channel?.Folder), cancellationToken).ConfigureAwait(false);
            var session = new SandboxSession(inner, group, _options, _removals);
            if (channel is not null) await inner.ConnectAsync(channel, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            channel?.Dispose();
            await group.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _outside.DisposeAsync().ConfigureAwait(false);
        await _removals.EndAsync().ConfigureAwait(false);
    }

    private SandboxedCommand Program(TerminalCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return SandboxedCommand.Prepare(command, _site, _view);
    }

    private TerminalCommand Launch(SandboxedCommand program, ControlGroup group, string? channel)
    {
        var bubblewrap = Bubblewrap.Find()
            ?? throw new TerminalException(program.Command, "error TESS4113: Programs cannot be confined: bubblewrap is not installed. Install it, or use terminal/local.");
        return program.Command with
        {
            Program = SandboxLaunch.Program,
            Arguments = SandboxLaunch.Arguments(group, _options, [bubblewrap, .. Mounts(channel), .. program.Arguments]),
            WorkingFolder = "/",
            Environment = new Dictionary<string, string?>(),
            WithChannel = false,
            WithPipe = false,
        };
    }

    private IEnumerable<string> Mounts(string? channel) =>
    [
        .. _view.Arguments,
        .. _protected.Where(ProtectedPaths.IsThere).SelectMany(place => place.Arguments),
        .. channel is null ? [] : SystemMounts.Mount(channel),
        "--remount-ro", "/",
        "--die-with-parent", "--unshare-all", "--unshare-user", "--uid", "1000", "--gid", "1000", "--disable-userns", "--cap-drop", "ALL", "--new-session", "--hostname", "sandbox",
    ];
}
