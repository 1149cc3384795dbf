using System.Diagnostics;
using Tessera.Debugging.Workspaces;

namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>A Python outside of <c>/usr</c>: what must be seen for it to run.</summary>
/// <param name="Program">The interpreter as it is called.</param>
/// <param name="Folders">The folders of its installation, and of its virtual environment where it belongs to one.</param>
internal sealed record PythonInstallation(string Program, IReadOnlyList<string> Folders)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <summary>Finds out where an interpreter is installed.</summary>
    /// <param name="program">The interpreter, or a script that stands for one, as version managers lay them.</param>
    /// <returns>The installation; null where it is none, or lies where more than an installation would be shown.</returns>
    public static PythonInstallation? Of(string program)
    {
        try
        {
            var interpreter = IsScript(program) ? Ask(program) : program;
            if (interpreter is null || IsScript(interpreter)) return null;
            var folders = new[] { Prefix(PathResolver.RealPath(interpreter)), VirtualEnvironment(interpreter) }.OfType<string>().Distinct().ToList();
            return folders.Count > 0 && folders.TrueForAll(IsShowable) ? new PythonInstallation(interpreter, folders) : null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or Sdk.Workspaces.WorkspaceException)
        {
            return null;
        }
    }

    private static string? Prefix(string program) =>
        Path.GetDirectoryName(Path.GetDirectoryName(program)) is { } prefix && HasStandardLibrary(prefix) ? prefix : null;

    private static bool HasStandardLibrary(string prefix) =>
        Directory.Exists(Path.Join(prefix, "lib")) && Directory.EnumerateDirectories(Path.Join(prefix, "lib"), "python3*").Any(folder => File.Exists(Path.Join(folder, "os.py")));

    private static string? VirtualEnvironment(string program) =>
        Path.GetDirectoryName(Path.GetDirectoryName(program)) is { } folder && File.Exists(Path.Join(folder, "pyvenv.cfg")) ? folder : null;

    // A folder that people keep other things in is not an installation, even if one was laid into it.
    private static bool IsShowable(string folder)
    {
        var homes = new[] { "/root", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) }.Where(home => home.Length > 1).ToList();
        var names = folder.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return names.Length >= 2
            && names[0] is not ("etc" or "proc" or "sys" or "dev" or "run" or "boot")
            && names[^1] is not (".local" or ".config" or ".cache")
            && !(names.Length == 2 && names[0] == "home")
            && !homes.Exists(home => (home + "/").StartsWith(folder + "/", StringComparison.Ordinal));
    }

    private static bool IsScript(string program)
    {
        using var file = File.OpenRead(program);
        return file.ReadByte() == '#' && file.ReadByte() == '!';
    }

    // In the root folder, where no project's settings are read.
    private static string? Ask(string program)
    {
        var start = new ProcessStartInfo(program, ["-I", "-c", "import sys; print(sys.executable)"])
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var answer = process.StandardOutput.ReadToEndAsync();
            if (process.WaitForExit(_patience) && answer.Wait(_patience)) return File.Exists(answer.Result.Trim()) ? answer.Result.Trim() : null;
            process.Kill(entireProcessTree: true);
        }
        catch (Exception failed) when (failed is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            // A script without its interpreter: no Python.
        }

        return null;
    }
}
