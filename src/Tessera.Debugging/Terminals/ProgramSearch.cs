using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Terminals;

/// <summary>Finds a program as the system would, to say better what to do when it is not there.</summary>
internal static class ProgramSearch
{
    /// <summary>The program's full path.</summary>
    /// <exception cref="TerminalException">There is no such program.</exception>
    public static string Find(TerminalCommand command, string folder, Dictionary<string, string> environment)
    {
        var name = command.Program;
        if (string.IsNullOrWhiteSpace(name) || name.Contains('\0')) throw new TerminalException(command, "error TESS4110: The command names no program. Give a program's name or path as the first word.");
        if (name.Contains('/') || name.Contains(Path.DirectorySeparatorChar))
        {
            return Candidates(Path.GetFullPath(name, folder), environment).FirstOrDefault(File.Exists)
                ?? throw new TerminalException(command, $"error TESS4110: The program '{name}' does not exist. Give the path of a program, or the name of an installed one.");
        }

        foreach (var place in environment.GetValueOrDefault("PATH", "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Candidates(Path.GetFullPath(Path.Join(place, name), folder), environment).FirstOrDefault(IsExecutable) is { } found) return found;
        }

        throw new TerminalException(command, $"error TESS4110: {name} is not installed, or not on the search path. {InstallSentence(name)}");
    }

    /// <summary>A program's full path as this process finds it; null where it is not installed.</summary>
    public static string? FindInstalled(string name)
    {
        if (name.Contains('/')) return File.Exists(name) ? Path.GetFullPath(name) : null;
        var places = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return places.Select(place => Path.Join(place, name)).FirstOrDefault(IsExecutable);
    }

    private static IEnumerable<string> Candidates(string path, Dictionary<string, string> environment) => OperatingSystem.IsWindows()
        ? environment.GetValueOrDefault("PATHEXT", ".EXE").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(extension => path + extension).Prepend(path)
        : [path];

    /// <summary>Whether a file is there and may be executed.</summary>
    public static bool IsExecutable(string file) =>
        File.Exists(file)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    private static string InstallSentence(string name) => name is "python3" or "python"
        ? "Install Python 3: on Debian or Ubuntu 'apt install python3', on macOS 'brew install python', on Windows 'winget install Python.Python.3.13'."
        : $"Install {name}, or give its full path.";
}
