using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

/// <summary>
/// A service that never says the same twice and likes instructions the better the later it wrote them, so that every iteration finds other prompts. Requests about examples of a batch are
/// counted by iteration.
/// </summary>
internal sealed partial class CountedModel : ILanguageModel, IOptimizationTrace
{
    private int _written;
    private ConcurrentBag<GenerationRequest> _generated = [];
    private ConcurrentBag<ScoreRequest> _scored = [];

    public List<StepRequests> Steps { get; } = [];

    public string Identity => "counted";

    public LanguageModelCapabilities Capabilities => LanguageModelCapabilities.Generate | LanguageModelCapabilities.Score | LanguageModelCapabilities.Seeded;

    /// <summary>An example of those that batches are drawn from; its answer is never right, for no is always likelier.</summary>
    public static Example Example(int index) => new(string.Create(CultureInfo.InvariantCulture, $"Question {index}?"), "yes");

    /// <summary>The one by which the best program is chosen; what is asked about it is not counted.</summary>
    public static Example Chosen { get; } = new("What else?", "yes");

    public Task<IReadOnlyList<Generation>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken)
    {
        foreach (var request in requests.Where(request => IsCounted(request.Prompt))) _generated.Add(request);
        return Task.FromResult<IReadOnlyList<Generation>>([.. requests.Select(request => new Generation(
            request.Sampling.Temperature == 0 ? FormattableString.Invariant($"Thought {new Seed(3).Derive(request.Prompt).Value:x}.") : FormattableString.Invariant($"Words {++_written}."), new Usage(1, 1)))]);
    }

    public Task<IReadOnlyList<ContinuationScore>> ScoreAsync(IReadOnlyList<ScoreRequest> requests, CancellationToken cancellationToken)
    {
        foreach (var request in requests.Where(request => IsCounted(request.Context))) _scored.Add(request);
        return Task.FromResult<IReadOnlyList<ContinuationScore>>([.. requests.Select(request => new ContinuationScore(
            request.Continuation == "no" ? -1 : -3 + (1e-4 * (Instruction().Match(request.Context) is { Success: true } found ? int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : 0)), 1, new Usage(1, 0)))]);
    }

    public void Record(PromptCandidate candidate)
    {
    }

    public void Record(int iteration, IReadOnlyDictionary<string, double> values)
    {
        var isHidden = _scored.ToLookup(request => request.Continuation is not ("yes" or "no"));
        Steps.Add(new StepRequests(
            _generated.Distinct().Count(), isHidden[true].Distinct().Count(), isHidden[false].Select(request => request.Context).Distinct().Count(), isHidden[false].Distinct().Count(), _generated.Count + _scored.Count));
        (_generated, _scored) = ([], []);
    }

    [GeneratedRegex(@"<instruction>Words (\d+)\.")]
    private static partial Regex Instruction();

    private static bool IsCounted(string context) => !context.Contains(Chosen.Input, StringComparison.Ordinal);
}

/// <summary>What one iteration asked about its batch.</summary>
/// <param name="Generated">Distinct requests to write.</param>
/// <param name="Hidden">Distinct requests to score a hidden text.</param>
/// <param name="Classes">Distinct contexts of which classes were scored, as the original counts them: one request each.</param>
/// <param name="Verbalizers">Distinct requests to score a verbalizer of a class.</param>
/// <param name="All">All requests, those asked more than once included.</param>
internal sealed record StepRequests(int Generated, int Hidden, int Classes, int Verbalizers, int All);
