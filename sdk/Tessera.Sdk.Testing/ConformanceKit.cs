using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing;

/// <summary>The checks of one kind of parts, and how they are run.</summary>
/// <typeparam name="TTrial">What the checks may use.</typeparam>
/// <param name="checks">The checks in the order of their ids.</param>
internal sealed class ConformanceKit<TTrial>(IReadOnlyList<ConformanceCheck<TTrial>> checks)
{
    public IReadOnlyList<(string Id, string Title)> Checks { get; } = [.. checks.Select(check => (check.Id, check.Title))];

    public async Task<ConformanceReport> RunAsync(Func<TTrial> begin, TimeSpan patience, CancellationToken cancellationToken)
    {
        var results = new List<ConformanceResult>();
        var process = ProcessState.Take();
        foreach (var check in checks)
        {
            results.Add(await check.RunAsync(begin(), patience, cancellationToken).ConfigureAwait(false));
            // A part that changes the process is found by one check and must not spoil the others.
            process.Restore();
        }

        return new ConformanceReport(results);
    }
}
