using Tessera.Sdk.Prompts;

namespace Tessera.Sdk.Testing.Optimizers;

/// <summary>What a search takes down.</summary>
internal static class TraceChecks
{
    public static IReadOnlyList<ConformanceCheck<OptimizerTrial>> All { get; } =
    [
        new("CONF-O05", "The prompt given is the first candidate", (trial, token) => OnLayersAsync(trial, (prompt, candidates) =>
            candidates is not [var first, ..] ? "there is no candidate for it. Record every prompt that is tried, the one given included."
            : first.Prompt != prompt ? $"the first candidate is '{first.Prompt}', not the prompt given."
            : first.Parent is not null ? "the prompt given has a parent. Nothing was changed to make it." : null, token)),
        new("CONF-O06", "A candidate has a prompt, a score and its place", async (trial, token) =>
        {
            var candidates = (await trial.SearchAsync(token).ConfigureAwait(false)).Trace.Candidates;
            var before = 0;
            foreach (var candidate in candidates)
            {
                if (string.IsNullOrWhiteSpace(candidate.Prompt)) return "a candidate has no prompt. Leave out proposals that are empty.";
                if (!double.IsFinite(candidate.Score)) return FormattableString.Invariant($"'{candidate.Prompt}' has the score {candidate.Score}. Record a candidate when its score is known.");
                if (candidate.Layer < 0 || candidate.Layer >= trial.Options.Program.Layers.Count) return $"'{candidate.Prompt}' is for layer {candidate.Layer}, which does not exist. Layers are counted from 0.";
                if (candidate.Iteration < before) return $"a candidate of iteration {candidate.Iteration} follows one of {before}. Record them in the order of iterations, from 0.";
                before = candidate.Iteration;
            }

            return null;
        }),
        new("CONF-O07", "A candidate was made from one that is known", (trial, token) => OnLayersAsync(trial, (prompt, candidates) =>
        {
            var known = candidates.Select(candidate => candidate.Prompt).Append(prompt).ToHashSet(StringComparer.Ordinal);
            return candidates.FirstOrDefault(candidate => candidate.Parent is { } parent && !known.Contains(parent)) is { } orphan ? $"'{orphan.Prompt}' was made from '{orphan.Parent}', which is no candidate."
                : candidates.FirstOrDefault(candidate => candidate.Parent is null && candidate.Prompt != prompt) is { } foundling ? $"'{foundling.Prompt}' has no parent. Say which prompt it was made from." : null;
        }, token)),
        new("CONF-O08", "In each iteration a candidate is chosen", (trial, token) => OnLayersAsync(trial, (_, candidates) =>
            candidates.GroupBy(candidate => candidate.Iteration).FirstOrDefault(iteration => !iteration.Any(candidate => candidate.Chosen)) is { } idle
                ? $"none of the {idle.Count()} candidates of iteration {idle.Key} is said to be chosen; the tree of prompts then has no trunk." : null, token)),
        new("CONF-O09", "What is returned was a candidate", async (trial, token) =>
        {
            var search = await trial.SearchAsync(token).ConfigureAwait(false);
            if (search.Trace.Candidates.Count == 0) throw new NotApplicableException("no candidate is recorded.");
            foreach (var (layer, prompt) in search.Prompts.Index())
            {
                if (!search.Trace.Candidates.Any(candidate => candidate.Layer == layer && candidate.Prompt == prompt)) return $"'{prompt}' is returned, and was never recorded as a candidate.";
            }

            return null;
        }),
        new("CONF-O10", "Iterations are numbered from 0, and their numbers are finite", async (trial, token) =>
        {
            var numbers = (await trial.SearchAsync(token).ConfigureAwait(false)).Trace.Numbers;
            if (numbers.Count == 0) throw new NotApplicableException("no numbers are recorded.");
            foreach (var (index, (iteration, values)) in numbers.Index())
            {
                if (iteration != index) return $"the numbers of iteration {iteration} come at place {index}. Record them once an iteration, from 0.";
                if (values.FirstOrDefault(value => string.IsNullOrWhiteSpace(value.Key) || !double.IsFinite(value.Value)) is { Key: not null } strange)
                    return FormattableString.Invariant($"'{strange.Key}' of iteration {iteration} is {strange.Value}. Leave out what cannot be said.");
            }

            return null;
        }),
    ];

    private static async Task<string?> OnLayersAsync(OptimizerTrial trial, Func<string, IReadOnlyList<PromptCandidate>, string?> find, CancellationToken token)
    {
        var candidates = (await trial.SearchAsync(token).ConfigureAwait(false)).Trace.Candidates;
        return trial.Options.Program.Layers.Select((layer, index) => find(layer.Prompt, [.. candidates.Where(candidate => candidate.Layer == index)]) is { } fault ? $"in layer '{layer.Name}' {fault}" : null)
            .FirstOrDefault(fault => fault is not null);
    }
}
