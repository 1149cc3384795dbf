namespace Tessera.Adapters.Tests.Training;

/// <summary>A second passes whenever time is looked at: every step is told, which happens only where a second has passed since the last one was.</summary>
internal sealed class EverySecond : TimeProvider
{
    private long _seconds;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => _seconds++;
}
