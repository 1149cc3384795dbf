using Tessera.Adapters.Models.Tokenizers;

namespace Tessera.Adapters.Models.Generation;

/// <summary>One sequence while it is written.</summary>
internal sealed class Writing(IReadOnlyList<int> context, int task, Random random, int room)
{
    // A stop text is looked for at the end; decoding a whole text after each token would take the square of its length.
    private const int Tail = 32;

    private readonly List<int> _tokens = [];

    public IReadOnlyList<int> Context => context;

    public int Task => task;

    public Random Random => random;

    public GeneratedText? Result { get; private set; }

    /// <summary>Takes the next token, and ends where it, or the text that it completes, says so.</summary>
    public void Take(int token, GenerationOptions options, HashSet<int> stops, TextTokenizer tokenizer)
    {
        if (stops.Contains(token))
        {
            Result = new GeneratedText(_tokens, tokenizer.DecodeAfter(context, _tokens), GenerationEnd.Stop);
            return;
        }

        _tokens.Add(token);
        if (options.StopTexts.Count > 0 && EndsAt(options, tokenizer) is { } text) Result = new GeneratedText(_tokens, text, GenerationEnd.Stop);
        else if (_tokens.Count == room) Result = new GeneratedText(_tokens, tokenizer.DecodeAfter(context, _tokens), GenerationEnd.Length);
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
