namespace Tessera.Sdk.Testing;

/// <summary>One check.</summary>
/// <typeparam name="TTrial">What the check may use.</typeparam>
/// <param name="Id">Its id, never used again for something else.</param>
/// <param name="Title">What is asked of the part.</param>
/// <param name="FindFault">Looks for a fault: what was found and how to mend it; null for none.</param>
internal sealed record ConformanceCheck<TTrial>(string Id, string Title, Func<TTrial, CancellationToken, Task<string?>> FindFault)
{
    public async Task<ConformanceResult> RunAsync(TTrial trial, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // A part that blocks its thread must not block the kit.
            var fault = await Task.Run(() => FindFault(trial, bound.Token), bound.Token).WaitAsync(patience, cancellationToken).ConfigureAwait(false);
            return fault is null ? Result(ConformanceOutcome.Passed, "") : Result(ConformanceOutcome.Failed, fault);
        }
        catch (NotApplicableException reason)
        {
            return Result(ConformanceOutcome.NotApplicable, reason.Message);
        }
        catch (TimeoutException)
        {
            await bound.CancelAsync().ConfigureAwait(false);
            return Result(ConformanceOutcome.Failed, $"nothing came back within {patience.TotalSeconds} s. Observe the cancellation token, and bound every wait.");
        }
#pragma warning disable CA1031 // Whatever a part throws is what the check found.
        catch (Exception thrown) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Result(ConformanceOutcome.Failed, $"it threw {thrown.GetType().Name}: {thrown.Message}");
        }
    }

    private ConformanceResult Result(ConformanceOutcome outcome, string message) => new(Id, Title, outcome, message);
}
