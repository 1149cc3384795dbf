namespace Tessera.Tools.Python;

/// <summary>A command line that runs Python, taken apart.</summary>
/// <param name="Text">The command line as it was given.</param>
/// <param name="Interpreter">The interpreter.</param>
/// <param name="InterpreterOptions">What the interpreter itself is told.</param>
/// <param name="Kind">What is run.</param>
/// <param name="Target">The file, the module or the statements.</param>
/// <param name="Arguments">What the program is told.</param>
internal sealed record EntryPoint(
    string Text, string Interpreter, IReadOnlyList<string> InterpreterOptions, TargetKind Kind, string Target, IReadOnlyList<string> Arguments)
{
    /// <summary>Takes a command line apart as Python would.</summary>
    /// <exception cref="FormatException">It does not run a Python program; the message says why.</exception>
    public static EntryPoint Parse(IReadOnlyList<string> words)
    {
        if (words.Count == 0) throw new FormatException("it is empty");
        var text = string.Join(' ', words);
        if (words[0] is "pytest" or "py.test") words = ["python3", "-m", "pytest", .. words.Skip(1)];
        if (!IsPython(words[0])) throw new FormatException($"'{words[0]}' is not Python");
        var options = new List<string>();
        for (var i = 1; i < words.Count; i++)
        {
            var word = words[i];
            if (word == "-m" && After(i) == "pdb") i++;
            else if (word == "-m") return new EntryPoint(text, words[0], options, TargetKind.Module, After(i), [.. words.Skip(i + 2)]);
            else if (word == "-c") return new EntryPoint(text, words[0], options, TargetKind.Code, After(i), [.. words.Skip(i + 2)]);
            else if (word is "-X" or "-W") options.AddRange([word, After(i++)]);
            else if (word.StartsWith('-') && word.Length > 1) options.Add(word);
            else return new EntryPoint(text, words[0], options, TargetKind.Script, word, [.. words.Skip(i + 1)]);
        }

        throw new FormatException("it names no program: a file, or -m and a module");

        string After(int index) => index + 1 < words.Count ? words[index + 1] : throw new FormatException($"nothing follows {words[index]}");
    }

    /// <summary>The same program, told something else.</summary>
    public EntryPoint With(IReadOnlyList<string> arguments)
    {
        var alone = Arguments.Count == 0 ? Text : Text[..^(string.Join(' ', Arguments).Length + 1)];
        return this with { Text = string.Join(' ', [alone, .. arguments]), Arguments = arguments };
    }

    private static bool IsPython(string word)
    {
        var name = Path.GetFileName(word);
        if (name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)) name = name[..^4];
        return name is "py" or "python" || (name.StartsWith("python", StringComparison.Ordinal) && char.IsAsciiDigit(name[^1]));
    }
}
