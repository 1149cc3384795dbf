using Tessera.Optimizers.Search;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Opro;

/// <summary>Writes what the proposer reads: the best instructions so far with their scores, and a few examples.</summary>
internal sealed class MetaPrompt(OproOptions options, OptimizationTask task)
{
    /// <param name="bestFirst">All instructions so far; at least one.</param>
    /// <param name="seed">Decides which examples are shown.</param>
    public string Render(IEnumerable<RatedPrompt> bestFirst, Seed seed)
    {
        var shown = bestFirst.Take(options.History).ToList();
        return task.Templates.Render(options.MetaTemplate, new Dictionary<string, object?>
        {
            ["prompt"] = shown[0].Candidate.Prompt,
            ["score"] = Shown(shown[0].Score),
            ["past"] = shown.Skip(1).Reverse().Select(rated => new Dictionary<string, object?> { ["prompt"] = rated.Candidate.Prompt, ["score"] = Shown(rated.Score) }).ToList(),
            ["examples"] = task.Training.Draw(options.Examples, seed).Describe(task.Program.Layers[0]),
        });
    }

    private int Shown(double score) => (int)Math.Round(100 * (options.Scoring == PromptScoring.Accuracy ? score : Math.Exp(score)));
}
