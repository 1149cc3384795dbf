using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Pdb;

/// <summary>Names files of a program as the workspace names them.</summary>
internal static class FilePlace
{
    /// <summary>The path in the workspace; null for a file outside, such as Python's own.</summary>
    public static WorkspacePath? Find(IWorkspace workspace, string file)
    {
        if (!Path.IsPathRooted(file)) return null;
        try
        {
            return workspace.Resolve(file);
        }
        catch (WorkspaceException)
        {
            return null;
        }
    }

    /// <summary>The file for an agent: relative to the workspace where it stands inside.</summary>
    public static string Show(IWorkspace workspace, string file) => Find(workspace, file)?.ToString() ?? file;
}
