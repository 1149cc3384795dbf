using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Routers.Poly;

/// <summary>The logits Z of one map, (tasks, heads · skills), and the weights that they give.</summary>
internal sealed class SkillRouting : IAveragedRouting
{
    private const string LogitsName = "logits";

    /// <summary>Logits begin between minus and plus this.</summary>
    private const double Beginning = 1e-3;

    private readonly torch.Tensor? _logits;
    private readonly PolyOptions _options;
    private readonly Seed _seed;
    private readonly int _skills, _heads;

    private SkillRouting(torch.Tensor? logits, PolyOptions options, Seed seed, int skills, int heads)
    {
        (_logits, _options, _seed, _skills, _heads) = (logits, options, seed, skills, heads);
        Parameters = logits is null ? new Dictionary<string, torch.Tensor>() : new Dictionary<string, torch.Tensor> { [LogitsName] = logits };
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> State => Parameters;

    /// <inheritdoc/>
    public double LearnedShare { get; set; } = 1;

    public static SkillRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context, PolyOptions options, int heads)
    {
        foreach (var map in banks.Select(bank => bank.Map))
        {
            if (map.InputSize % heads != 0 || map.OutputSize % heads != 0)
                throw new TesseraException(Diagnostic.Error(
                    "TESS5402", $"{heads} heads do not divide the {map.InputSize} inputs and {map.OutputSize} outputs of {map.Name}.",
                    remedy: "Set heads to a number that divides the inputs and outputs of every adapted map."));
        }

        return new SkillRouting(options.Average ? null : Logits(banks[0], context, heads), options, context.Seed, banks[0].Count, heads);
    }

    /// <inheritdoc/>
    public bool IgnoresHidden => true;

    /// <inheritdoc/>
    public RoutingWeights Route(RoutingInput input)
    {
        using var scope = torch.NewDisposeScope();
        if (_logits is null || LearnedShare == 0 || input.Tasks is not { } tasks)
            return RoutingWeights.Dense(RoutingGranularity.Constant, Average(1, input.Hidden.device).MoveToOuterDisposeScope());
        var sampled = input.Training && (_options.Gate == SkillGate.RelaxedBernoulli || _options.Dropout > 0);
        // Examples of one task share a row, unless something is drawn for each.
        var distinct = sampled ? tasks : [.. tasks.Distinct()];
        var places = sampled ? null : distinct.Index().ToDictionary(task => task.Item, task => task.Index);
        var weights = Weigh(distinct, input).to(input.Hidden.device);
        return RoutingWeights.Dense(RoutingGranularity.PerExample, weights.MoveToOuterDisposeScope(), places is null ? null : [.. tasks.Select(task => places[task])]);
    }

    /// <inheritdoc/>
    public void Dispose() => _logits?.Dispose();

    private static torch.Tensor Logits(ExpertBank bank, RoutingContext context, int heads)
    {
        long[] shape = [context.Tasks.Count, heads * bank.Count];
        if (context.State is { } state)
        {
            if (!state.TryGetValue(LogitsName, out var saved) || !saved.shape.SequenceEqual(shape) || !saved.is_floating_point())
                throw new TesseraException(Diagnostic.Error(
                    "TESS5401", $"The saved routing does not fit {bank.Map.Name} with {context.Tasks.Count} tasks, {heads} heads and {bank.Count} skills.",
                    remedy: $"Poly and MHR save '{LogitsName}' ({string.Join(", ", shape)}). For other tasks, begin without a saved routing."));
            using var alias = saved.detach();
            return alias.clone().DetachFromDisposeScope().requires_grad_();
        }

        var random = context.Seed.Derive(LogitsName).CreateRandom();
        var numbers = new double[shape[0] * shape[1]];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = (random.NextDouble() * 2 - 1) * Beginning;
        var type = bank.Factors.Any(factors => factors?.A.dtype == torch.ScalarType.Float64) ? torch.ScalarType.Float64 : torch.ScalarType.Float32;
        return torch.tensor(numbers, shape, type).DetachFromDisposeScope().requires_grad_();
    }

    private torch.Tensor Weigh(IReadOnlyList<int> tasks, RoutingInput input)
    {
        var random = input.Seed.Derive(_seed.ToString()).CreateRandom();
        var rows = torch.tensor(tasks.Select(task => (long)Math.Max(0, task)).ToArray(), device: _logits!.device);
        // Of no tasks at all, none is known.
        var logits = _logits.shape[0] == 0 ? torch.zeros(tasks.Count, _heads, _skills, _logits.dtype) : _logits.index_select(0, rows).reshape(tasks.Count, _heads, _skills);
        var weights = SkillShares.Weigh(logits, _options, input.Training, random);
        if (LearnedShare < 1) weights = weights.Times(LearnedShare).Plus((1 - LearnedShare) / _skills);
        if (!tasks.Any(task => task < 0)) return weights;
        var known = torch.tensor(tasks.Select(task => task >= 0).ToArray(), device: weights.device).reshape(-1, 1, 1);
        return torch.where(known, weights, Average(tasks.Count, weights.device).to_type(weights.dtype));
    }

    private torch.Tensor Average(int rows, torch.Device device) => torch.ones(rows, _heads, _skills, torch.ScalarType.Float64, device).Over(_skills);
}
