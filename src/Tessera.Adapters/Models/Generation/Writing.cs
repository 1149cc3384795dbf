using Tessera.Adapters.Models.Tokenizers;

namespace Tessera.Adapters.Models.Generation;

/// <summary>One sequence while it is written.</summary>
internal sealed class Writing(IReadOnlyList<int> context, int task, Random random, int room)
{
    // A stop text is looked for at the end; decoding a whole text after each token would take the square of its length.
    private const int Tail = 32;

    private readonly List<int> _tokens = [];
    private readonly List<double> _logProbabilities = [];

    public IReadOnlyList<int> Context => context;

    public int Task => task;

    public Random Random => random;

    public GeneratedText? Result { get; private set; }

    /// <summary>Takes the next token, and ends where it, or the text that it completes, says so.</summary>
    public void Take(int token, double logProbability, GenerationOptions options, HashSet<int> stops, TextTokenizer tokenizer)
    {
        if (stops.Contains(token))
        {
            EndWith(tokenizer.DecodeAfter(context, _tokens), GenerationEnd.Stop, _tokens.Count);
            return;
        }

        _tokens.Add(token);
        _logProbabilities.Add(logProbability);
        if (options.StopTexts.Count > 0 && EndsAt(options, tokenizer) is { } text) EndWith(text, GenerationEnd.Stop, TokensOf(text, tokenizer));
        else if (_tokens.Count == room) EndWith(tokenizer.DecodeAfter(context, _tokens), GenerationEnd.Length, _tokens.Count);
    }

    private void EndWith(string text, GenerationEnd end, int? tokens) =>
        Result = new GeneratedText(_tokens, text, end, tokens is { } count ? _logProbabilities.Take(count).Sum() : null);

    // How many of the tokens are the text; null where it ends within one.
    private int? TokensOf(string text, TextTokenizer tokenizer)
    {
        for (var count = _tokens.Count; count >= 0; count--)
        {
            var written = tokenizer.DecodeAfter(context, _tokens.GetRange(0, count));
            if (written.Length <= text.Length) return written == text ? count : null;
        }

        return null;
    }

    private string? EndsAt(GenerationOptions options, TextTokenizer tokenizer)
    {
        // A token has at least one byte, so a text that the last one completes lies within as many tokens as it has bytes, plus one.
        var longest = options.StopTexts.Max(System.Text.Encoding.UTF8.GetByteCount) + 1;
        var tail = _tokens.Count <= Math.Max(Tail, longest) ? _tokens : _tokens.GetRange(_tokens.Count - longest, longest);
        var end = tokenizer.DecodeAfter(context, tail);
        if (!options.StopTexts.Any(stop => end.Contains(stop, StringComparison.Ordinal))) return null;
        var text = tokenizer.DecodeAfter(context, _tokens);
        var found = options.StopTexts.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(place => place >= 0).ToList();
        return found.Count > 0 ? text[..found.Min()] : null;
    }
}
