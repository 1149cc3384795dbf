using Tessera.Sdk.Language;

namespace Tessera.Tests;

/// <summary>
/// A language model that truly solves the questions of a data set, if its instruction tells it how: a stand-in for a paid model whose best prompt is known.
/// All its probabilities are exact, so that scores and samples agree.
/// </summary>
/// <remarks>
/// Contexts are read by marks: &lt;current-instruction&gt; asks for a better prompt; otherwise &lt;instruction&gt; and &lt;input&gt; ask for an answer, or for
/// notes where there are two layers; a &lt;hidden&gt; that is not empty holds notes, from which the second layer answers if it is told to. A student of two
/// layers that is asked for the answer at once, by a program of one, has to do all of it in its head, and manages simple questions only.
/// </remarks>
/// <param name="name">The student's name.</param>
/// <param name="layers">How many layers its programs have: one answers at once, two write notes first.</param>
internal abstract class SolverStudent(string name, int layers) : ILanguageModel
{
    /// <summary>How probable what a student found out is.</summary>
    public const double Sure = 0.9;

    /// <summary>What a student writes down who found nothing out.</summary>
    public const string NoNotes = "I have no notes.";

    /// <summary>What the second layer has to be told.</summary>
    public const string ReadNotes = "Answer from the notes.";

    public string Identity => $"student:{name}/{layers}";

    public LanguageModelCapabilities Capabilities => LanguageModelCapabilities.Generate | LanguageModelCapabilities.Score | LanguageModelCapabilities.Seeded;

    /// <summary>The best prompt of the layer that solves.</summary>
    public abstract string Optimum { get; }

    public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) => Answer(requests, request =>
    {
        var distribution = Continuations(request.Prompt);
        var text = distribution.Draw(request.Sampling.Temperature, request.Seed);
        return new Generation(text, new Usage(Words(request.Prompt), Words(text)), distribution.LogProbabilityOf(text));
    });

    public Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken) => Answer(requests, request =>
    {
        var tokens = Words(request.Continuation);
        return new ContinuationScore(Continuations(request.Context).LogProbabilityOf(request.Continuation), tokens, new Usage(Words(request.Context) + tokens, 0));
    });

    /// <summary>The answers among which the student chooses.</summary>
    protected abstract IReadOnlyList<string> Labels { get; }

    /// <summary>What the student finds out about a question when it is told something; null where that does not tell it how.</summary>
    protected abstract string? Solve(string instruction, string input);

    /// <summary>Whether a question is simple enough to be answered without notes.</summary>
    protected virtual bool IsSimple(string input) => false;

    /// <summary>What follows from what was found out; null for nothing.</summary>
    protected abstract string? Conclude(string input, string notes);

    /// <summary>The prompts that are proposed in place of one, each as probable as the others.</summary>
    protected abstract IReadOnlyList<string> Neighbours(string instruction);

    /// <summary>Everything that can follow a context.</summary>
    public TextDistribution Continuations(string context)
    {
        if (Between(context, "current-instruction") is { } current) return TextDistribution.Uniform(NeighboursOfAny(current));
        var instruction = Between(context, "instruction") ?? throw new ArgumentException("The context has no <instruction>.", nameof(context));
        var input = Between(context, "input") ?? throw new ArgumentException("The context has no <input>.", nameof(context));
        var notes = Between(context, "hidden") is { Length: > 0 } hidden ? hidden : null;
        if (notes is not null) return Answers(input, instruction.Contains(ReadNotes, StringComparison.Ordinal) ? notes : null);
        var found = Solve(instruction, input);
        if (layers == 1) return Answers(input, found);
        return IsAskedAtOnce(context) ? Answers(input, IsSimple(input) ? found : null) : Notes(found, Solve(Optimum, input)!);
    }

    private TextDistribution Answers(string input, string? notes) =>
        notes is not null && Conclude(input, notes) is { } answer ? TextDistribution.Favouring(answer, Sure, Labels) : TextDistribution.Uniform(Labels);

    // Who was not told how finds it out now and then, so that samples teach what to tell.
    private static TextDistribution Notes(string? found, string right)
    {
        var texts = new[] { NoNotes, right, found ?? NoNotes }.Distinct().ToList();
        return TextDistribution.Favouring(found ?? NoNotes, Sure, texts);
    }

    // The rule of the second layer is no rule of the first, but a request for a better prompt does not say for which layer it is.
    private IReadOnlyList<string> NeighboursOfAny(string instruction) =>
        layers == 1 ? Neighbours(instruction) : [.. Neighbours(instruction), PromptRules.Toggle(instruction, ReadNotes)];

    private static bool IsAskedAtOnce(string context) => context.EndsWith("</input>\nAnswer:\n", StringComparison.Ordinal);

    private static string? Between(string context, string mark)
    {
        var begin = context.IndexOf($"<{mark}>", StringComparison.Ordinal);
        if (begin < 0) return null;
        begin += mark.Length + 2;
        var end = context.IndexOf($"</{mark}>", begin, StringComparison.Ordinal);
        return end < 0 ? null : context[begin..end].Trim();
    }

    private static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private static Task<IReadOnlyList<TAnswer>> Answer<TRequest, TAnswer>(IReadOnlyList<TRequest> requests, Func<TRequest, TAnswer> answer) =>
        Task.FromResult<IReadOnlyList<TAnswer>>([.. requests.Select(answer)]);
}
