using System.Globalization;

namespace Tessera.Sdk.Workspaces;

/// <summary>Reads files no further than a bound, also those that grow meanwhile.</summary>
public static class BoundedReading
{
    private const int FirstRoom = 4096;

    /// <summary>Reads a file that is not too large.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="path">The file.</param>
    /// <param name="limit">The most bytes it may have.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="WorkspaceException">It cannot be read, or is larger (<see cref="WorkspaceFault.TooLarge"/>).</exception>
    public static async ValueTask<byte[]> ReadAtMostAsync(this IWorkspace workspace, WorkspacePath path, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(path);
        var stream = await workspace.OpenReadAsync(path, cancellationToken).ConfigureAwait(false);
        await using var owner = stream.ConfigureAwait(false);
        try
        {
            return await stream.ReadAtMostAsync(limit, cancellationToken).ConfigureAwait(false) ?? throw new WorkspaceException(
                WorkspaceFault.TooLarge, path.ToString(), string.Create(CultureInfo.InvariantCulture, $"`{path}` has more than {limit} bytes and is too large to be read whole."));
        }
        catch (IOException refused)
        {
            throw new WorkspaceException(WorkspaceFault.InputOutput, path.ToString(), $"The file system refused `{path}`: {refused.Message}", refused);
        }
    }

    /// <summary>Reads a stream to its end, where that comes in time.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="limit">The most bytes there may be.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <returns>The bytes; null when there are more.</returns>
    public static async Task<byte[]?> ReadAtMostAsync(this Stream stream, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var expected = stream.CanSeek ? stream.Length - stream.Position : FirstRoom;
        if (stream.CanSeek && expected > limit) return null;
        // One byte more than is expected, so that the end shows without a second buffer.
        var bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(expected + 1, Array.MaxLength));
        var count = 0;
        while (true)
        {
            var read = await stream.ReadAsync(bytes.AsMemory(count), cancellationToken).ConfigureAwait(false);
            count += read;
            if (count > limit) return null;
            if (read == 0) return count == bytes.Length ? bytes : bytes[..count];
            if (count == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(2L * count + FirstRoom, Array.MaxLength));
        }
    }
}
