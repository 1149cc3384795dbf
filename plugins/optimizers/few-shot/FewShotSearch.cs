using Tessera.Optimizers.Search;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.FewShot;

/// <summary>One comparison of sets of demonstrations.</summary>
internal sealed class FewShotSearch(FewShotOptions options, OptimizationTask task, DemonstrationDraw demonstrations)
{
    private readonly PromptSelection _selection = new(new PromptScores(options.Scoring, task), task);

    public Task<OptimizationResult> RunAsync(CancellationToken cancellationToken) => _selection.RunAsync(options.Sets, async set =>
    {
        var best = _selection.Best;
        var candidate = new Candidate(PromptWith(demonstrations.Draw(options.Shots, task.Seed.Derive("set", set))), _selection.Given.Prompt);
        var score = await _selection.RateAsync(candidate, cancellationToken).ConfigureAwait(false);
        Record(set, best, isChosen: score <= best.Score);
        Record(set, new RatedPrompt(candidate, score), isChosen: score > best.Score);
        task.Trace.Record(set, new Dictionary<string, double> { ["selectionScore"] = score, ["bestScore"] = _selection.Best.Score });
        return true;
    }, cancellationToken);

    private string PromptWith(IReadOnlyList<Example> examples) => task.Templates.Render(options.Template, new Dictionary<string, object?>
    {
        ["prompt"] = _selection.Given.Prompt,
        ["demonstrations"] = examples.Describe(task.Program.Layers[0]),
    }).Trim();

    private void Record(int set, RatedPrompt rated, bool isChosen) =>
        task.Trace.Record(new PromptCandidate(set, Layer: 0, rated.Candidate.Prompt, rated.Candidate.Parent, rated.Score, isChosen));
}
