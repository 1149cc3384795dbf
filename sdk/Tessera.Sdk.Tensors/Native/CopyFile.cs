using System.Runtime.Versioning;

namespace Tessera.Sdk.Tensors.Native;

/// <summary>The copy as a file, whole at every moment for every process.</summary>
[SupportedOSPlatform("linux")]
internal static class CopyFile
{
    public const string Name = "libLibTorchSharp.so";

    /// <summary>The path of a file with exactly this content; one that differs is replaced.</summary>
    public static string Ensure(string folder, byte[] content)
    {
        var path = Path.Combine(folder, Name);
        if (Holds(path, content))
            return path;

        var unfinished = Path.Combine(folder, Path.GetRandomFileName());
        try
        {
            Write(unfinished, content);
            // A rename, not a write: a process that has the old file mapped keeps it, and none ever sees a part of the new one.
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        return path;
    }

    private static bool Holds(string path, byte[] content)
    {
        var file = new FileInfo(path);
        return file.Exists && file.LinkTarget is null && file.Length == content.Length
            && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);
    }

    private static void Write(string path, byte[] content)
    {
        using var stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
        });
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }
}
