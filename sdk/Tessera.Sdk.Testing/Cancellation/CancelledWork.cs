using System.Diagnostics;

namespace Tessera.Sdk.Testing.Cancellation;

/// <summary>Cancels work before it begins, while it waits for others, and in its midst: it then ends with an OperationCanceledException, soon.</summary>
/// <param name="work">Does all of the work anew, tells the interruption what it waits for, and says whether it ended as if nothing had happened.</param>
/// <param name="patience">How long a whole check may take.</param>
internal sealed class CancelledWork(Func<Interruption, Task<bool>> work, TimeSpan patience)
{
    private const int MostWaits = 6;
    private const string Remedy = "Hand the cancellation token on to everything that waits, and look at it in long loops.";

    /// <summary>How long work may go on after it was cancelled.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.5);

    /// <summary>Whether the last wait may be brought to its end, as what is about to end anyway.</summary>
    public Func<string, bool> MayFinish { get; init; } = _ => false;

    public async Task<string?> FindFaultAsync(CancellationToken token)
    {
        using (var before = new Interruption(0))
        {
            before.CancelAfter(TimeSpan.Zero);
            await WaitAsync(before, token).ConfigureAwait(false);
            if (await TryAsync(before, token).ConfigureAwait(false) is { } answered) return $"{answered}It was cancelled before it began. {Remedy}";
        }

        using var whole = new Interruption(0);
        var began = Stopwatch.GetTimestamp();
        await TryAsync(whole, token).ConfigureAwait(false);
        var duration = Stopwatch.GetElapsedTime(began);
        return await FindDeafWaitAsync(whole.Waits, token).ConfigureAwait(false) ?? await FindDeafWorkAsync(duration, token).ConfigureAwait(false);
    }

    private async Task<string?> FindDeafWaitAsync(IReadOnlyList<string> waits, CancellationToken token)
    {
        for (var at = 1; at <= Math.Min(waits.Count, MostWaits); at++)
        {
            if (at > 1 && at == waits.Count && MayFinish(waits[at - 1])) continue;
            using var interruption = new Interruption(at);
            if (await TryAsync(interruption, token).ConfigureAwait(false) is { } answered) return $"{answered}It was cancelled while {waits[at - 1]}. {Remedy}";
        }

        return null;
    }

    private async Task<string?> FindDeafWorkAsync(TimeSpan duration, CancellationToken token)
    {
        if (duration < 2 * Grace) return null;
        using var interruption = new Interruption(0);
        var trying = TryAsync(interruption, token);
        interruption.CancelAfter(duration / 8);
        await WaitAsync(interruption, token).ConfigureAwait(false);
        return await Task.WhenAny(trying, Task.Delay(Grace, token)).ConfigureAwait(false) == trying
            ? null
            : $"it still ran {Grace.TotalSeconds} s after it was cancelled in the midst of its work. {Remedy}";
    }

    /// <summary>Says what is wrong if the work was cancelled and went on.</summary>
    private async Task<string?> TryAsync(Interruption interruption, CancellationToken token)
    {
        try
        {
            return await work(interruption).WaitAsync(patience / 2, token).ConfigureAwait(false) && interruption.Happened ? "it ended as if it had not been cancelled. " : null;
        }
        catch (OperationCanceledException) when (interruption.Happened && !token.IsCancellationRequested)
        {
            return null;
        }
        catch (TimeoutException)
        {
            return $"after {patience.TotalSeconds / 2} s it still ran. ";
        }
    }

    private static async Task WaitAsync(Interruption interruption, CancellationToken token)
    {
        while (!interruption.Happened) await Task.Delay(1, token).ConfigureAwait(false);
    }
}
