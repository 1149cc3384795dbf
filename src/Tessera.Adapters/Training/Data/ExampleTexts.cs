using Tessera.Adapters.Models.Tokenizers;
using Tessera.Adapters.Tasks;

namespace Tessera.Adapters.Training.Data;

/// <summary>Turns examples of tasks into tokens.</summary>
/// <param name="tokenizer">The base model's tokenizer.</param>
/// <param name="contextLength">The longest text that the model reads, in tokens; what is longer loses the beginning of its prompt.</param>
public sealed class ExampleTexts(TextTokenizer tokenizer, int contextLength)
{
    /// <summary>Gets one answer of an example: the prompt is given, the answer is learned.</summary>
    /// <param name="prompt">What is given; may be empty.</param>
    /// <param name="answer">What is learned.</param>
    /// <returns>The tokens.</returns>
    public TrainingText Encode(string prompt, string answer)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(answer);
        // Without a beginning there is nothing that foretells the first token: it is then given.
        var given = prompt.Length > 0 ? tokenizer.EncodeWhole(prompt) : tokenizer.Begin is { } begin ? [begin] : [];
        var learned = tokenizer.Encode(answer);
        var tooLong = Math.Max(0, given.Count + learned.Count - contextLength - 1);
        var kept = given.Skip(Math.Min(tooLong, Math.Max(0, given.Count - 1))).ToList();
        IReadOnlyList<int> tokens = [.. kept, .. learned.Take(contextLength + 1 - kept.Count)];
        return new TrainingText(tokens, Math.Max(1, kept.Count));
    }

    /// <summary>Gets an example with its first wrong answer, where it has one.</summary>
    /// <param name="example">The example.</param>
    /// <param name="task">The task's number.</param>
    /// <returns>The example in tokens.</returns>
    public TrainingExample Encode(TaskExample example, int task = -1)
    {
        ArgumentNullException.ThrowIfNull(example);
        return new TrainingExample(Encode(example.Prompt, example.Answer), example.Others.Count > 0 ? Encode(example.Prompt, example.Others[0]) : null, task);
    }
}
