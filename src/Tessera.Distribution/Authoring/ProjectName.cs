using System.Text.RegularExpressions;

namespace Tessera.Distribution.Authoring;

/// <summary>What a plugin's project may be called: its name becomes that of a namespace, of a class, and of a package.</summary>
internal static partial class ProjectName
{
    private const string Platform = "Tessera";

    // Of C#; those that only some contexts reserve are names elsewhere.
    private static readonly HashSet<string> Keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default",
        "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if",
        "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override",
        "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string",
        "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void",
        "volatile", "while"
    ];

    /// <summary>Why a name will not do.</summary>
    /// <returns>The reason, to be put behind what says that it will not; null where it will do.</returns>
    public static string? FaultOf(string name)
    {
        if (!Shape().IsMatch(name)) return "";
        var words = name.Split('.');
        if (words.FirstOrDefault(Keywords.Contains) is { } keyword) return $": '{keyword}' is a keyword of C#";
        return Platform.Equals(words[0], StringComparison.OrdinalIgnoreCase) ? $": those that begin with {Platform} are the platform's" : null;
    }

    // Behind a hyphen a digit does no harm, as both words become one.
    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9]*(?:(?:\.[A-Za-z]|-[A-Za-z0-9])[A-Za-z0-9]*)*\z")]
    private static partial Regex Shape();
}
