using Tessera.Sdk.Terminals;

namespace Tessera.Sdk.Testing.Terminals;

/// <summary>What the checks of a provider of terminals share: fresh providers, and terminals at sites of their own.</summary>
internal sealed class TerminalTrial(Func<ITerminalProvider> create, TerminalConformanceOptions options)
{
    public TerminalConformanceOptions Options => options;

    public ITerminalProvider Create() => create();

    /// <summary>Opens a terminal at a new site, uses it, and ends both.</summary>
    public Task<TResult> UseAsync<TResult>(Func<TrialTerminal, Task<TResult>> use, CancellationToken token) => UseAtAsync(Create(), new TrialFolder(), site => site, use, token);

    /// <summary>Opens a terminal at a given site, uses it, and ends all three.</summary>
    /// <param name="provider">Opens it.</param>
    /// <param name="folder">Where the site is.</param>
    /// <param name="adapt">What the site says besides its folder.</param>
    /// <param name="use">What is done with it.</param>
    /// <param name="token">Ends the search for an obstacle.</param>
    /// <exception cref="NotApplicableException">Such terminals, or the kit's programs, do not work on this system.</exception>
    public static async Task<TResult> UseAtAsync<TResult>(
        ITerminalProvider provider, TrialFolder folder, Func<TerminalSite, TerminalSite> adapt, Func<TrialTerminal, Task<TResult>> use, CancellationToken token)
    {
        using var place = folder;
        try
        {
            await RequireAsync(provider, token).ConfigureAwait(false);
            var terminal = provider.Open(adapt(new TerminalSite { Folder = folder.Path }));
            await using var owner = terminal.ConfigureAwait(false);
            return await use(new TrialTerminal(terminal, folder.Path)).ConfigureAwait(false);
        }
        finally
        {
            await Disposal.DisposeAsync(provider).ConfigureAwait(false);
        }
    }

    private static async Task RequireAsync(ITerminalProvider provider, CancellationToken token)
    {
        if (OperatingSystem.IsWindows()) throw new NotApplicableException("the kit's programs are written for a POSIX sh, which Windows does not have. Run the kit on Linux or macOS, or in WSL.");
        if (await provider.FindObstacleAsync(token).ConfigureAwait(false) is { } obstacle) throw new NotApplicableException($"such terminals do not work here. {obstacle}");
    }
}
