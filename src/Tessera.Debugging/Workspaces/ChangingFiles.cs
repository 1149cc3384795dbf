using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Workspaces;

/// <summary>Work over many files that other programs may be changing: where something is not what it was found to be, it is begun anew.</summary>
internal static class ChangingFiles
{
    private const int MostTries = 16;

    /// <summary>Does the work.</summary>
    /// <param name="root">The folder, for a message.</param>
    /// <param name="work">The work. Doing it again does no harm.</param>
    /// <exception cref="WorkspaceException">Programs were faster each time.</exception>
    public static T Do<T>(string root, Func<T> work)
    {
        for (var i = 1; ; i++)
        {
            try
            {
                return work();
            }
            catch (Exception changed) when (changed is LinkMetException or FileNotFoundException or DirectoryNotFoundException)
            {
                if (i < MostTries) continue;
                throw new WorkspaceException(WorkspaceFault.InputOutput, root, "The workspace is being changed by another program. Try again when it has ended.", changed);
            }
        }
    }

    /// <summary>Does the work.</summary>
    public static void Do(string root, Action work) => Do(root, () =>
    {
        work();
        return true;
    });
}
