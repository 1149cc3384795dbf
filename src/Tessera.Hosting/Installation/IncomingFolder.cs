using Tessera.Hosting.Catalog;

namespace Tessera.Hosting.Installation;

/// <summary>A copy of a plugin that is not installed yet. Its name begins with a dot, so no host looks at it.</summary>
internal sealed class IncomingFolder : IDisposable
{
    private const string Prefix = ".incoming-";
    private const string PrefixOfDiscarded = ".removed-";

    private IncomingFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>What lies in a folder of plugins and is not installed yet, or never will be.</summary>
    public static IEnumerable<string> RemainsIn(string folder) =>
        Directory.EnumerateDirectories(folder, Prefix + "*").Concat(Directory.EnumerateDirectories(folder, PrefixOfDiscarded + "*"));

    /// <summary>Takes a folder out of a folder of plugins: first out of sight by one rename, then from the disk, as far as that is possible.</summary>
    public static void Discard(string path, string folder)
    {
        var discarded = System.IO.Path.Combine(folder, PrefixOfDiscarded + Guid.NewGuid().ToString("N"));
        Directory.Move(path, discarded);
        Remove(discarded);
    }

    /// <summary>Copies a plugin, a folder or an archive, into a folder of plugins, so that what follows is a rename.</summary>
    public static IncomingFolder CopyOf(string source, string folder)
    {
        var incoming = new IncomingFolder(System.IO.Path.Combine(folder, Prefix + Guid.NewGuid().ToString("N")));
        try
        {
            Directory.CreateDirectory(incoming.Path);
            if (PluginArchive.Is(source)) PluginArchive.Unpack(source, incoming.Path);
            else CopyFiles(source, incoming.Path);
            return incoming;
        }
        catch
        {
            incoming.Dispose();
            throw;
        }
    }

    private static void CopyFiles(string source, string copy)
    {
        foreach (var file in PluginFiles.In(source))
        {
            if (RegularFile.IsSpecial(file)) throw new IOException($"'{file}' is a pipe, a socket or a device, and no file.");
            var target = System.IO.Path.Combine(copy, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>Removes a folder, as far as that is possible.</summary>
    public static void Remove(string path)
    {
        try
        {
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Another installation removes it too, or it is not ours; it does no harm where it lies.
        }
    }

    /// <summary>Gives the copy its place.</summary>
    /// <param name="versions">The folder of the plugin's versions.</param>
    /// <param name="name">The name of this one.</param>
    /// <param name="contentHash">What its content hashes to.</param>
    /// <returns>Where the plugin lies now: an equal one that lay there before stays; a damaged one stays too, and this one lies beside it.</returns>
    public string MoveInto(string versions, string name, string contentHash)
    {
        Directory.CreateDirectory(versions);
        for (var number = 1; ; number++)
        {
            var target = System.IO.Path.Combine(versions, number == 1 ? name : $"{name}-{number}");
            if (TryMove(target) || PluginInspection.Inspect(target).ContentHash == contentHash) return target;
        }
    }

    private bool TryMove(string target)
    {
        try
        {
            if (Directory.Exists(target)) return false;
            Directory.Move(Path, target);
            return true;
        }
        catch (IOException) when (Directory.Exists(target))
        {
            // Another installation of the same plugin was faster.
            return false;
        }
    }

    public void Dispose() => Remove(Path);
}
