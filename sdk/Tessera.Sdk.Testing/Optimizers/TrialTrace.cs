using Tessera.Sdk.Prompts;

namespace Tessera.Sdk.Testing.Optimizers;

/// <summary>What an optimizer took down.</summary>
internal sealed class TrialTrace : IOptimizationTrace
{
    private readonly Lock _lock = new();
    private readonly List<PromptCandidate> _candidates = [];
    private readonly List<(int Iteration, IReadOnlyDictionary<string, double> Values)> _numbers = [];

    public IReadOnlyList<PromptCandidate> Candidates
    {
        get
        {
            lock (_lock) return [.. _candidates];
        }
    }

    public IReadOnlyList<(int Iteration, IReadOnlyDictionary<string, double> Values)> Numbers
    {
        get
        {
            lock (_lock) return [.. _numbers];
        }
    }

    public void Record(PromptCandidate candidate)
    {
        lock (_lock) _candidates.Add(candidate);
    }

    public void Record(int iteration, IReadOnlyDictionary<string, double> values)
    {
        lock (_lock) _numbers.Add((iteration, new Dictionary<string, double>(values)));
    }
}
