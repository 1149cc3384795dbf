using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Journals;

/// <summary>Keeps what an optimizer tried, and writes each entry as a line of JSON at once, so that an interrupted search leaves its trace.</summary>
/// <param name="lines">Where the lines go; null to keep them in memory only.</param>
/// <param name="iterationEnded">Called with each iteration's numbers.</param>
public sealed class OptimizationJournal(TextWriter? lines = null, Action<int, IReadOnlyDictionary<string, double>>? iterationEnded = null) : IOptimizationTrace
{
    private readonly Lock _lock = new();
    private readonly List<PromptCandidate> _candidates = [];
    private readonly List<KeyValuePair<int, IReadOnlyDictionary<string, double>>> _iterations = [];

    /// <summary>What was tried so far, in order.</summary>
    public IReadOnlyList<PromptCandidate> Candidates
    {
        get
        {
            lock (_lock) return [.. _candidates];
        }
    }

    /// <summary>The numbers of the iterations so far, in order.</summary>
    public IReadOnlyList<KeyValuePair<int, IReadOnlyDictionary<string, double>>> Iterations
    {
        get
        {
            lock (_lock) return [.. _iterations];
        }
    }

    /// <inheritdoc/>
    public void Record(PromptCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        lock (_lock)
        {
            _candidates.Add(candidate);
            Write(new JsonObject
            {
                ["iteration"] = candidate.Iteration,
                ["layer"] = candidate.Layer,
                ["prompt"] = candidate.Prompt,
                ["parent"] = candidate.Parent,
                ["score"] = NumberOf(candidate.Score),
                ["chosen"] = candidate.Chosen,
            });
        }
    }

    /// <inheritdoc/>
    public void RecordTemplate(string purpose, string? version)
    {
        lock (_lock) Write(new JsonObject { ["template"] = purpose, ["version"] = version });
    }

    /// <inheritdoc/>
    public void Record(int iteration, IReadOnlyDictionary<string, double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        lock (_lock)
        {
            _iterations.Add(KeyValuePair.Create(iteration, values));
            var numbers = new JsonObject();
            foreach (var (name, value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal)) numbers[name] = NumberOf(value);
            Write(new JsonObject { ["iteration"] = iteration, ["values"] = numbers });
        }

        iterationEnded?.Invoke(iteration, values);
    }

    // JSON has no words for infinities.
    private static JsonValue? NumberOf(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private void Write(JsonObject entry)
    {
        if (lines is null) return;
        lines.Write(entry.ToJsonString(JsonSerializerOptions.Default) + "\n");
        lines.Flush();
    }
}
