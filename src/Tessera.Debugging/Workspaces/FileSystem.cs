using Tessera.Sdk.Workspaces;

namespace Tessera.Debugging.Workspaces;

/// <summary>Turns refusals of the file system into refusals of the workspace.</summary>
internal static class FileSystem
{
    public static T Do<T>(WorkspacePath path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            throw Explain(path, refused);
        }
    }

    public static void Do(WorkspacePath path, Action work) => Do(path, () =>
    {
        work();
        return true;
    });

    public static async Task<T> DoAsync<T>(WorkspacePath path, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            throw Explain(path, refused);
        }
    }

    public static Task DoAsync(WorkspacePath path, Func<Task> work) => DoAsync(path, async () =>
    {
        await work().ConfigureAwait(false);
        return true;
    });

    private static bool IsRefusal(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private static WorkspaceException Explain(WorkspacePath path, Exception refused) => refused is FileNotFoundException or DirectoryNotFoundException
        ? new WorkspaceException(WorkspaceFault.NotFound, path.ToString(), $"`{path}` does not exist in the workspace.", refused)
        : new WorkspaceException(WorkspaceFault.InputOutput, path.ToString(), $"The file system refused `{path}`: {refused.Message}", refused);
}
