namespace Tessera.Adapters.Library;

/// <summary>Ends what a process that died while it changed a library has begun. Whoever calls this holds the library's lock.</summary>
internal static class LibraryRecovery
{
    public static void Run(string library)
    {
        if (Directory.Exists(LibraryLayout.Outgoing(library)))
        {
            foreach (var outgoing in Directory.GetDirectories(LibraryLayout.Outgoing(library)))
            {
                // It had made room for another one that never came, or that did.
                var place = Path.Combine(library, Path.GetFileName(outgoing));
                if (Directory.Exists(place)) Directory.Delete(outgoing, recursive: true);
                else Directory.Move(outgoing, place);
            }
        }

        if (!Directory.Exists(LibraryLayout.Drafts(library))) return;
        foreach (var draft in Directory.GetDirectories(LibraryLayout.Drafts(library))) Directory.Delete(draft, recursive: true);
        foreach (var draft in Directory.GetFiles(LibraryLayout.Drafts(library))) File.Delete(draft);
    }
}
