using Tessera.Sdk.Language;

namespace Tessera.Sdk.Prompts;

/// <summary>Runs programs on examples at temperature 0, layer after layer, all programs and examples of a layer at once.</summary>
/// <param name="model">The model that runs the layers.</param>
/// <param name="templates">Renders the layers' templates.</param>
/// <param name="loss">Says how wrong an answer is.</param>
public sealed class ProgramEvaluation(ILanguageModel model, ITemplateRenderer templates, ILoss loss)
{
    private readonly LayerEvaluation _layers = new(model, templates, loss);

    /// <summary>Gets the answers.</summary>
    /// <param name="programs">The programs.</param>
    /// <param name="examples">What each of them is asked.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>For each program one answer an example.</returns>
    /// <exception cref="CapabilityMissingException">The model can neither score nor generate as a layer needs.</exception>
    public async Task<IReadOnlyList<ProgramAnswer[]>> AnswerAsync(IReadOnlyList<PromptProgram> programs, IReadOnlyList<Example> examples, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(programs);
        ArgumentNullException.ThrowIfNull(examples);
        var runs = programs.SelectMany(program => examples.Select(example => new Run(program, example))).ToList();
        for (var layer = 0; runs.Any(run => run.Program.Layers.Count > layer); layer++)
        {
            var asked = runs.FindAll(run => run.Program.Layers.Count > layer);
            var answers = await _layers.AnswerAsync(asked.ConvertAll(run => run.InputOf(layer)), cancellationToken).ConfigureAwait(false);
            foreach (var (run, answer) in asked.Zip(answers)) run.Answers.Add(answer);
        }

        return [.. runs.ConvertAll(run => run.Answer).Chunk(Math.Max(1, examples.Count))];
    }

    private sealed record Run(PromptProgram Program, Example Example)
    {
        public List<LayerAnswer> Answers { get; } = [];

        public ProgramAnswer Answer => new([.. Answers.SkipLast(1).Select(answer => answer.Output)], Answers[^1].Output, Answers[^1].Loss);

        public LayerInput InputOf(int layer) => Program.InputOf(layer, Example, layer == 0 ? "" : Answers[^1].Output);
    }
}
