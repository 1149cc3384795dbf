using System.Text.RegularExpressions;

namespace Tessera.Adapters.Models.Tokenizers;

/// <summary>Tokens that stand for themselves in a text, before it is cut into pieces: special ones, and others that were added to a vocabulary.</summary>
internal sealed class AddedTokens
{
    private readonly Dictionary<string, AddedToken> _byContent;
    private readonly Dictionary<int, AddedToken> _byId;
    private readonly Regex? _pattern;

    public AddedTokens(IReadOnlyCollection<AddedToken> tokens)
    {
        _byContent = tokens.ToDictionary(token => token.Content, StringComparer.Ordinal);
        _byId = tokens.ToDictionary(token => token.Id);
        if (tokens.Count > 0) _pattern = new Regex(string.Join('|', tokens.OrderByDescending(token => token.Content.Length).Select(Pattern)), RegexOptions.CultureInvariant);
    }

    public AddedToken? Find(int id) => _byId.GetValueOrDefault(id);

    public AddedToken? Find(string content) => _byContent.GetValueOrDefault(content);

    /// <summary>Cuts a text at its added tokens.</summary>
    /// <returns>What stands between them, never empty, and the tokens: either is null.</returns>
    public IEnumerable<(string? Text, AddedToken? Token)> Cut(string text)
    {
        var done = 0;
        for (var match = _pattern?.Match(text); match is { Success: true }; match = match.NextMatch())
        {
            if (match.Index > done) yield return (text[done..match.Index], null);
            // Spaces that a token takes with it are no part of its name.
            yield return (null, _byContent.GetValueOrDefault(match.Value) ?? _byContent[match.Value.Trim()]);
            done = match.Index + match.Length;
        }

        if (done < text.Length) yield return (text[done..], null);
    }

    private static string Pattern(AddedToken token) => (token.TakesLeft ? @"\s*" : "") + Regex.Escape(token.Content) + (token.TakesRight ? @"\s*" : "");
}
