using System.Text;
using System.Text.Json;

namespace Tessera.Adapters.Models.Tokenizers;

/// <summary>What a <c>tokenizer.json</c> does to a text before it is cut into pieces.</summary>
internal sealed class TextRewriting
{
    private readonly List<Func<string, TextPlace, string>> _steps = [];

    /// <summary>Whether a text gets a space before it, which decoding takes away again.</summary>
    public bool AddsSpace { get; private set; }

    /// <exception cref="NotSupportedException">A step is of an unknown kind.</exception>
    public static TextRewriting Read(params ReadOnlySpan<JsonElement?> sections)
    {
        var rewriting = new TextRewriting();
        foreach (var section in sections)
        {
            if (section is { ValueKind: JsonValueKind.Object } one) rewriting.Add(one);
        }

        return rewriting;
    }

    /// <param name="text">The text.</param>
    /// <param name="place">Where it stands.</param>
    public string Apply(string text, TextPlace place) => _steps.Aggregate(text, (written, step) => step(written, place));

    private void Add(JsonElement step)
    {
        switch (step.GetProperty("type").GetString())
        {
            case "Sequence":
                foreach (var inner in step.GetProperty(step.TryGetProperty("normalizers", out _) ? "normalizers" : "pretokenizers").EnumerateArray()) Add(inner);
                break;
            case "Prepend":
                var prefix = step.GetProperty("prepend").GetString()!;
                AddsSpace |= prefix is "▁" or " ";
                _steps.Add((text, place) => text.Length > 0 && place != TextPlace.Continuing ? prefix + text : text);
                break;
            case "Replace" when step.GetProperty("pattern").TryGetProperty("String", out var pattern):
                var (old, now) = (pattern.GetString()!, step.GetProperty("content").GetString()!);
                _steps.Add((text, _) => text.Replace(old, now, StringComparison.Ordinal));
                break;
            case "NFC": _steps.Add((text, _) => text.Normalize(NormalizationForm.FormC)); break;
            case "NFD": _steps.Add((text, _) => text.Normalize(NormalizationForm.FormD)); break;
            case "NFKC": _steps.Add((text, _) => text.Normalize(NormalizationForm.FormKC)); break;
            case "NFKD": _steps.Add((text, _) => text.Normalize(NormalizationForm.FormKD)); break;
            case "Metaspace": AddMetaspace(step); break;
            case var kind: throw new NotSupportedException($"it rewrites texts in a way that is not known: {kind}");
        }
    }

    private void AddMetaspace(JsonElement step)
    {
        if (step.TryGetProperty("split", out var split) && split.ValueKind == JsonValueKind.True) throw new NotSupportedException("it cuts texts at spaces (Metaspace with split)");
        var mark = step.GetProperty("replacement").GetString()!;
        // Before there were schemes, a flag stood for always or never.
        var scheme = step.TryGetProperty("prepend_scheme", out var named) ? named.GetString()
            : step.TryGetProperty("add_prefix_space", out var prefix) && prefix.ValueKind == JsonValueKind.False ? "never" : "always";
        AddsSpace |= scheme != "never";
        _steps.Add((text, place) =>
        {
            var written = text.Replace(" ", mark, StringComparison.Ordinal);
            return (scheme == "always" && place != TextPlace.Continuing) || (scheme == "first" && place == TextPlace.Beginning) ? written.StartsWith(mark, StringComparison.Ordinal) ? written : mark + written : written;
        });
    }
}
