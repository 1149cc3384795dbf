using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Generation;
using Tessera.Adapters.Models.Scoring;
using Tessera.Adapters.Training.Data;
using Tessera.Sdk.Randomness;

namespace Tessera.Adapters.Evaluation;

/// <summary>A model with what it is adapted by, ready to be asked.</summary>
internal sealed class Examinee
{
    private readonly LanguageModelFolder _model;
    private readonly IAdaptation? _adaptation;
    private readonly Dictionary<string, int> _tasks;
    private readonly ContinuationScorer _scorer;
    private readonly TextGenerator _generator;

    /// <param name="model">The model.</param>
    /// <param name="adaptation">What is added to it; null for nothing.</param>
    /// <param name="tasks">The tasks that the adaptation knows, in the order of its numbering.</param>
    public Examinee(LanguageModelFolder model, IAdaptation? adaptation = null, IReadOnlyList<string>? tasks = null)
    {
        (_model, _adaptation) = (model, adaptation);
        _tasks = (tasks ?? []).Index().ToDictionary(task => task.Item, task => task.Index, StringComparer.Ordinal);
        (_scorer, _generator) = (new ContinuationScorer(model.Model), new TextGenerator(model.Model, model.Tokenizer));
        Texts = new ExampleTexts(model.Tokenizer, model.Model.ContextLength);
    }

    public ExampleTexts Texts { get; }

    /// <summary>The number of a task; -1 for one that the adaptation does not know.</summary>
    public int NumberOf(string task) => _tasks.GetValueOrDefault(task, -1);

    /// <summary>The log-probability of each token that is not given.</summary>
    public IReadOnlyList<float[]> Score(IReadOnlyList<(TrainingText Text, string Task)> texts, CancellationToken cancellationToken) =>
        _scorer.Score([.. texts.Select(one => new Continuation([.. one.Text.Tokens.Take(one.Text.Given)], [.. one.Text.Tokens.Skip(one.Text.Given)], NumberOf(one.Task)))], _adaptation, cancellationToken);

    /// <summary>What is written after each prompt, always the likeliest token; a prompt that is too long loses its beginning.</summary>
    public IReadOnlyList<string> Write(IReadOnlyList<(string Prompt, string Task)> prompts, GenerationOptions options, CancellationToken cancellationToken)
    {
        var room = Math.Max(1, _model.Model.ContextLength - options.MaxTokens);
        var contexts = prompts.Select(one => (IReadOnlyList<int>)[.. Texts.Encode(one.Prompt, string.Empty).Tokens.TakeLast(room)]).ToList();
        return [.. _generator.Generate(contexts, options, new Seed(0), _adaptation, [.. prompts.Select(one => NumberOf(one.Task))], cancellationToken).Select(written => written.Text)];
    }
}
