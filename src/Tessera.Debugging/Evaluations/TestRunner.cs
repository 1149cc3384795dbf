using Tessera.Debugging.Terminals;

namespace Tessera.Debugging.Evaluations;

/// <summary>A command that runs tests of Python, changed so that the test runner itself reports how each test ended.</summary>
/// <param name="Program">The interpreter.</param>
/// <param name="Arguments">What it is told.</param>
internal sealed record TestRunner(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Recognises <c>python3 [options] -m unittest ...</c>, <c>python3 [options] -m pytest ...</c> and <c>pytest ...</c>.</summary>
    /// <param name="command">The command, as words.</param>
    /// <returns>The command with its results reported; null where it is another one, which only its exit code judges.</returns>
    public static TestRunner? Recognise(IReadOnlyList<string> command)
    {
        if (Path.GetFileName(command[0]) is "pytest" or "py.test")
            return InterpreterOf(command[0]) is { } owner ? Reporting(owner, [], "pytest", command.Skip(1)) : null;
        if (!IsPython(command[0])) return null;
        var module = 1;
        while (module < command.Count && command[module].StartsWith('-') && command[module] is not ("-m" or "-c")) module += command[module] is "-X" or "-W" ? 2 : 1;
        return module + 1 < command.Count && command[module] == "-m" && command[module + 1] is "unittest" or "pytest"
            ? Reporting(command[0], command.Skip(1).Take(module - 1), command[module + 1], command.Skip(module + 2))
            : null;
    }

    private static TestRunner Reporting(string interpreter, IEnumerable<string> options, string framework, IEnumerable<string> arguments) =>
        new(interpreter, [.. options, "-c", Source("report") + Source(framework), .. arguments]);

    private static bool IsPython(string program)
    {
        var name = Path.GetFileNameWithoutExtension(program.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? program : program + ".exe");
        return name is "py" or "python" || (name.StartsWith("python", StringComparison.Ordinal) && char.IsAsciiDigit(name[^1]));
    }

    // pytest runs under the interpreter that it was installed for, which its first line names.
    private static string? InterpreterOf(string script)
    {
        if (ProgramSearch.FindInstalled(script) is not { } file) return null;
        using var reader = new StreamReader(file);
        var line = new char[200];
        var first = new string(line, 0, reader.ReadBlock(line)).Split('\n')[0].TrimEnd('\r');
        return first.StartsWith("#!", StringComparison.Ordinal) && first.Split(' ') is [var interpreter] && IsPython(interpreter[2..]) ? interpreter[2..] : null;
    }

    private static string Source(string name)
    {
        using var reader = new StreamReader(typeof(TestRunner).Assembly.GetManifestResourceStream($"runner/{name}.py")!);
        return reader.ReadToEnd();
    }
}
