namespace Tessera.Debugging.Terminals.Channels;

/// <summary>Where one program finds its channel.</summary>
internal interface IChannelSource : IDisposable
{
    /// <summary>The folder that holds the channel and nothing else; null where it is no file.</summary>
    string? Folder { get; }

    /// <summary>Tells the program where the channel is.</summary>
    /// <param name="environment">The program's variables.</param>
    void Announce(Dictionary<string, string> environment);

    /// <summary>Waits until the program has connected, where that can be told.</summary>
    /// <param name="completion">Ends when the program has ended.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The stream to the program.</returns>
    Task<Stream> AcceptAsync(Task completion, CancellationToken cancellationToken);

    /// <summary>Ends the waiting, because the program has ended: whoever accepts gets the program if it had connected before, and otherwise a stream that ends at once.</summary>
    void Knock();
}
