using Tessera.Sdk.Language;

namespace Tessera.Benchmarks.Scoring;

/// <summary>A proposer whose proposals are known beforehand: those of the layer whose prompt it is shown, one after the other.</summary>
internal sealed class ListedPrompts(IReadOnlyList<IReadOnlyList<string>> prompts) : ILanguageModel
{
    private readonly int[] _next = new int[prompts.Count];

    public string Identity => "listed";

    public LanguageModelCapabilities Capabilities => LanguageModelCapabilities.Generate;

    public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Generation>>([.. requests.Select(request => new Generation(Next(request.Prompt), default))]);

    private string Next(string asked)
    {
        var layer = Enumerable.Range(0, prompts.Count).First(layer => asked.Contains(prompts[layer][0], StringComparison.Ordinal));
        return prompts[layer][1 + (_next[layer]++ % (prompts[layer].Count - 1))];
    }
}
