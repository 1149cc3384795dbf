using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Library;

/// <summary>
/// Keeps those who change a library apart from each other and from those who open it, in all processes. The system lets go of the lock
/// when a process dies, however it dies.
/// </summary>
internal static class LibraryLock
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Takes a library to change it, and ends what a process that died has begun.</summary>
    /// <exception cref="TesseraException">Others hold it for too long (TESS5304), or the folder cannot be written (TESS5305).</exception>
    public static FileStream ForChange(string library)
    {
        try
        {
            Directory.CreateDirectory(Path.Combine(library, LibraryLayout.OwnFolder));
            var held = Enter(library, () => new FileStream(LibraryLayout.LockFile(library), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            try
            {
                LibraryRecovery.Run(library);
                return held;
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new TesseraException(Diagnostic.Error("TESS5305", $"The library cannot be changed: {refused.Message}", new SourceLocation(library), "Make the folder writable, or copy the library."), refused);
        }
    }

    /// <summary>Waits for whoever changes a library, and keeps others from it; null where nobody ever changed it or the lock cannot be read.</summary>
    /// <exception cref="TesseraException">Others hold it for too long (TESS5304).</exception>
    public static FileStream? ForReading(string library)
    {
        try
        {
            return File.Exists(LibraryLayout.LockFile(library)) ? Enter(library, () => new FileStream(LibraryLayout.LockFile(library), FileMode.Open, FileAccess.Read, FileShare.Read)) : null;
        }
        catch (Exception refused) when (refused is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static FileStream Enter(string library, Func<FileStream> open)
    {
        FileStream? held = null;
        // Nobody tells when a lock is let go; each change takes milliseconds.
        if (SpinWait.SpinUntil(() => (held = TryEnter(open)) is not null, Longest)) return held!;
        throw new TesseraException(Diagnostic.Error("TESS5304", $"Another process has been changing the library for {Longest.TotalSeconds} seconds.", new SourceLocation(library), "Wait for it, or end it."));
    }

    private static FileStream? TryEnter(Func<FileStream> open)
    {
        try
        {
            return open();
        }
        catch (IOException taken) when (IsTaken(taken))
        {
            return null;
        }
    }

    // The system's own number for "somebody holds it", on Windows, Linux and macOS; every other failure is one.
    private static bool IsTaken(IOException failure) => (failure.HResult & 0xFFFF) is 32 or 33 or 11 or 35;
}
