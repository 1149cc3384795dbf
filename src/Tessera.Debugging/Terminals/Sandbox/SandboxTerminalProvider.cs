using System.Composition;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>Opens terminals whose programs see a system of their own, made by bubblewrap: no network, no files but the project's and what runs it.</summary>
/// <param name="options">What programs see besides, and their limits.</param>
/// <param name="time">Measures time bounds.</param>
[Terminal("sandbox", Description = "Runs programs confined to the project's folder, without network, within limits (bubblewrap, Linux).", Options = typeof(SandboxOptions))]
[method: ImportingConstructor]
public sealed class SandboxTerminalProvider(SandboxOptions options, TimeProvider time) : ITerminalProvider
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async ValueTask<string?> FindObstacleAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux()) return "bubblewrap confines programs on Linux only. Use terminal/local where the project's programs may be trusted.";
        if (Bubblewrap.Find() is null) return "bubblewrap is not installed. Install it: on Debian or Ubuntu 'apt install bubblewrap', on Fedora 'dnf install bubblewrap'.";
        var folder = Directory.CreateTempSubdirectory("tessera-");
        try
        {
            var terminal = Open(new TerminalSite { Folder = folder.FullName });
            await using var owner = terminal.ConfigureAwait(false);
            var trial = await terminal.RunAsync(new TerminalCommand { Program = "true", Timeout = _patience }, cancellationToken).ConfigureAwait(false);
            return trial.Succeeded ? null : $"bubblewrap cannot confine programs here (exit code {trial.ExitCode}): {trial.Output.Trim()}";
        }
        catch (TerminalException refused)
        {
            return refused.Message;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="Sdk.Diagnostics.TesseraException">TESS4114: the folder cannot be confined to. TESS4115: too many files are protected one by one.</exception>
    public ITerminal Open(TerminalSite site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return new SandboxTerminal(site, options, time);
    }
}
