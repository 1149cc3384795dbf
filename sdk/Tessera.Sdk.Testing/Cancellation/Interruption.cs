namespace Tessera.Sdk.Testing.Cancellation;

/// <summary>Cancels work while it waits for one of the things that it asks others for.</summary>
/// <param name="at">For the how-manieth, from 1; 0 for none.</param>
internal sealed class Interruption(int at) : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<string> _waits = [];

    public CancellationToken Token => _source.Token;

    public bool Happened => _source.IsCancellationRequested;

    /// <summary>What the work waited for, in order.</summary>
    public IReadOnlyList<string> Waits
    {
        get
        {
            lock (_waits) return [.. _waits];
        }
    }

    /// <summary>Says that the work now waits.</summary>
    public void Wait(string what)
    {
        bool isNow;
        lock (_waits)
        {
            _waits.Add(what);
            isNow = _waits.Count == at;
        }

        if (isNow) _source.Cancel();
    }

    public void CancelAfter(TimeSpan time) => _source.CancelAfter(time);

    public void Dispose() => _source.Dispose();
}
