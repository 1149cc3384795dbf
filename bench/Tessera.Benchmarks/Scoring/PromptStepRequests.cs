using Tessera.Adapters.Models.Tokenizers;
using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;

namespace Tessera.Benchmarks.Scoring;

/// <summary>What one step of DLN-2 asks to have scored, 20 inputs, 20 prompts a layer, 5 hidden texts an input, in words that are one token each.</summary>
internal sealed class PromptStepRequests
{
    private const int Inputs = 20, Prompts = 20, HiddenTexts = 5;

    private static readonly string[] Candidates =
    [
        "the", "a", "and", "to", "was", "he", "she", "it", "in", "of", "his", "her", "they", "on", "with", "day", "dog", "cat", "had", "said", "big", "little", "boy", "girl",
        "is", "not", "you", "for", "that", "at", "house", "garden", "man", "woman", "are", "has", "saw", "old", "were",
    ];

    public PromptStepRequests(TextTokenizer tokenizer, int contextLength)
    {
        var words = Candidates.Where(word => tokenizer.EncodeAfter(" " + word).Count == 1).ToList();
        var random = new Seed(5).CreateRandom();
        // The shares of input, prompt and hidden text are those of 200, 150 and 150 tokens; some places are left for what stands between them.
        var room = contextLength - 14;
        var prompts = Texts(2 * Prompts, room * 3 / 10);
        var inputs = Texts(Inputs, room * 4 / 10);
        var hidden = inputs.Select(_ => Texts(HiddenTexts + 1, room * 3 / 10)).ToList();
        Hidden = [.. from prompt in prompts.Take(Prompts) from input in inputs.Index() from text in hidden[input.Index] select new ScoreRequest($"{prompt}\n{input.Item}\n", text)];
        Classes =
        [
            .. from prompt in prompts.Skip(Prompts) from input in inputs.Index() from text in hidden[input.Index].Take(HiddenTexts) from answer in (string[])[" he", " she"]
            select new ScoreRequest($"{prompt}\n{input.Item}\n{text}\n", answer),
        ];

        List<string> Texts(int count, int length) =>
            [.. Enumerable.Range(0, count).Select(_ => string.Concat(Enumerable.Range(0, length).Select(_ => " " + words[random.Next(words.Count)])))];
    }

    /// <summary>Each pair of input and prompt of the first layer, with the hidden texts.</summary>
    public IReadOnlyList<ScoreRequest> Hidden { get; }

    /// <summary>Each input with each of its hidden texts and each prompt of the second layer, with the classes.</summary>
    public IReadOnlyList<ScoreRequest> Classes { get; }
}
