namespace Tessera.Distribution.Feeds;

/// <summary>How much is taken from a feed, and how long it is waited for: feeds belong to anyone, and may never end.</summary>
public sealed record FeedBounds
{
    /// <summary>How long a feed may take to say which versions it has.</summary>
    /// <value>The default value is one minute.</value>
    public TimeSpan Answer { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a download may take.</summary>
    /// <value>The default value is ten minutes.</value>
    public TimeSpan Download { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How large a package may be.</summary>
    /// <value>The default value is 512 MB.</value>
    public long MostBytes { get; init; } = 512L << 20;
}
