using System.Composition;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Terminals.Local;

/// <summary>Opens terminals whose programs run on this machine as they are: with its files, its network and this process's rights.</summary>
/// <param name="options">What programs are told of this process.</param>
/// <param name="time">Measures time bounds.</param>
[Terminal("local", Description = "Runs programs on this machine, bounded in time and output and not confined.", Options = typeof(LocalOptions))]
[method: ImportingConstructor]
public sealed class LocalTerminalProvider(LocalOptions options, TimeProvider time) : ITerminalProvider
{
    /// <inheritdoc/>
    public ValueTask<string?> FindObstacleAsync(CancellationToken cancellationToken) => default;

    /// <inheritdoc/>
    public ITerminal Open(TerminalSite site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return new LocalTerminal(new LocalTerminalOptions { WorkingFolder = site.Folder, Inherited = options.Inherited, Environment = site.Environment }, time);
    }
}
