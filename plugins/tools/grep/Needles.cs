using System.Buffers;
using System.Text;

namespace Tessera.Tools.Grep;

/// <summary>Finds places in a file at which a match may be. Lines without one are not looked at.</summary>
internal sealed class Needles
{
    // Each of these has further forms beyond ASCII, such as the sign of Kelvin, and dotted and dotless i.
    private const string Branching = "kKsSiI";

    private readonly byte[]? _one;
    private readonly SearchValues<string>? _any;
    private readonly bool _isBranching;

    private Needles(IReadOnlyList<string> texts, bool ignoreCase)
    {
        if (texts.Count == 1 && !ignoreCase) _one = Encoding.ASCII.GetBytes(texts[0]);
        else if (texts.Count > 0) _any = SearchValues.Create([.. texts], ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        _isBranching = ignoreCase && texts.Any(text => text.IndexOfAny([.. Branching]) >= 0);
    }

    /// <summary>The texts of which a match of a search holds at least one.</summary>
    public static Needles Of(GrepArguments arguments) => new(RequiredText.Find(arguments.Pattern, arguments.Literal), arguments.IgnoreCase);

    /// <summary>Whether a line matches that holds the one text that there is: plain text of plain letters, as they are written.</summary>
    public bool Suffice(GrepArguments arguments) =>
        arguments.Literal && _one is not null && _one.Length == arguments.Pattern.Length && !arguments.Pattern.Any(char.IsControl);

    /// <summary>The next place from one on; -1 for none.</summary>
    public int Next(FileText text, int from)
    {
        if (from >= text.Bytes.Length) return -1;
        if (_one is null && (_any is null || (_isBranching && !text.IsAscii))) return from;
        var found = _one is not null ? text.Bytes[from..].IndexOf(_one) : text.Widened[from..].IndexOfAny(_any!);
        return found < 0 ? -1 : from + found;
    }
}
