using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>A command as it is run inside: the program found among what is seen there, its folder and its variables.</summary>
/// <param name="Command">The command as it was given.</param>
/// <param name="Program">The program's full path.</param>
/// <param name="Folder">The folder it runs in.</param>
/// <param name="Environment">All of its variables.</param>
internal sealed record SandboxedCommand(TerminalCommand Command, string Program, string Folder, Dictionary<string, string> Environment)
{
    /// <summary>What bubblewrap is told to run.</summary>
    public IEnumerable<string> Arguments =>
    [
        "--chdir", Folder, "--clearenv", .. Environment.SelectMany(variable => new[] { "--setenv", variable.Key, variable.Value }), "--", Program, .. Command.Arguments,
    ];

    /// <summary>Finds the program.</summary>
    /// <exception cref="TerminalException">There is no such program or folder, it is not seen inside, or it cannot be started.</exception>
    public static SandboxedCommand Prepare(TerminalCommand command, TerminalSite site, SandboxView view)
    {
        var folder = Path.GetFullPath(command.WorkingFolder ?? view.Folder, view.Folder);
        if (!Directory.Exists(folder)) throw new TerminalException(command, $"error TESS4111: {command.Program} cannot be started in '{folder}': there is no such folder. Give a folder that exists.");
        if (!view.Shows(folder)) throw Unseen(command, folder);
        var environment = Variables(command, site, view);
        var visible = new Dictionary<string, string>(environment) { ["PATH"] = string.Join(':', environment.GetValueOrDefault("PATH", "").Split(':').Where(place => place.StartsWith('/') && view.Shows(place))) };
        var program = ProgramSearch.Find(command, folder, visible);
        NulCharacters.Refuse(command, environment);
        // bubblewrap would say so only once it runs, when a session is already open.
        if (!ProgramSearch.IsExecutable(program)) throw StartFailure.Of(command, new UnauthorizedAccessException("it may not be executed"));
        return view.Shows(program) ? new SandboxedCommand(command, program, folder, environment) : throw Unseen(command, program);
    }

    private static Dictionary<string, string> Variables(TerminalCommand command, TerminalSite site, SandboxView view)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = string.Join(':', view.SearchPaths), ["HOME"] = "/tmp", ["LANG"] = "C.UTF-8" };
        foreach (var (name, value) in site.Environment) environment[name] = value;
        foreach (var (name, value) in command.Environment)
        {
            if (value is null) environment.Remove(name);
            else environment[name] = value;
        }

        return environment;
    }

    private static TerminalException Unseen(TerminalCommand command, string path) => new(
        command, $"error TESS4117: '{path}' is not seen in the sandbox. Name what it belongs to in readOnlyPaths of terminal/sandbox, or use terminal/local.");
}
