using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Sdk.Testing.Routers;

/// <summary>What the checks of a router share: fresh routers, experts and tokens.</summary>
internal sealed class RouterTrial(Func<IRouter> create, RouterConformanceOptions options)
{
    public const int Tokens = 7;

    private static readonly long[] _examples = [0, 0, 1, 1, 1, 2, 2];

    public RouterConformanceOptions Options => options;

    public IRouter Create() => create();

    /// <summary>Prepares a routing and, where it asks for that, calibrates it.</summary>
    /// <param name="banks">The banks.</param>
    /// <param name="context">What the router is told; null for the usual.</param>
    /// <param name="order">Which of the usual experts each one is; null for each itself.</param>
    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext? context = null, IReadOnlyList<int>? order = null)
    {
        var routing = create().Prepare(banks, context ?? Context);
        if (routing is ICalibratedRouting { IsCalibrated: false } calibrated) Calibrate(calibrated, banks[0].Count, order);
        return routing;
    }

    public RoutingContext Context => new() { Tasks = options.Tasks, Seed = options.Seed.Derive("map") };

    /// <summary>A bank of random experts of rank 3.</summary>
    public ExpertBank Bank(int? experts = null, torch.ScalarType type = torch.ScalarType.Float32) =>
        Bank([.. Enumerable.Range(0, experts ?? options.Experts).Select(expert => (LoraFactors?)Factors(expert, 3, type))]);

    /// <param name="factors">The factors.</param>
    /// <param name="map">The map's name.</param>
    /// <param name="order">Which of the usual experts each one is; they bring their names along.</param>
    public ExpertBank Bank(IReadOnlyList<LoraFactors?> factors, string map = "map", IReadOnlyList<int>? order = null) => new(
        new LinearMap(map, options.InputSize, options.OutputSize, "tied"),
        [.. factors.Select((_, expert) => FormattableString.Invariant($"expert-{order?[expert] ?? expert}"))],
        factors);

    public LoraFactors Factors(int expert, int rank, torch.ScalarType type = torch.ScalarType.Float32) => new(
        Numbers(FormattableString.Invariant($"A{expert}"), type, rank, options.InputSize), Numbers(FormattableString.Invariant($"B{expert}"), type, options.OutputSize, rank), 0.5 + expert);

    /// <summary>Seven tokens of three examples, each of a task.</summary>
    public RoutingInput Input(torch.ScalarType type = torch.ScalarType.Float32) => new()
    {
        Hidden = Numbers("tokens", type, Tokens, options.InputSize),
        Examples = torch.tensor(_examples),
        ExampleCount = 3,
        Tasks = [.. Enumerable.Range(0, 3).Select(example => options.Tasks.Count == 0 ? -1 : example % options.Tasks.Count)],
        Seed = options.Seed.Derive("step"),
    };

    public torch.Tensor Numbers(string name, torch.ScalarType type, params long[] shape)
    {
        var random = options.Seed.Derive(name).CreateRandom();
        var count = (int)shape.Aggregate(1L, (product, size) => product * size);
        return torch.tensor(Enumerable.Range(0, count).Select(_ => random.NextDouble() * 2 - 1).ToArray(), shape, type);
    }

    /// <summary>The dense weights, in double precision, that a router gives for some input.</summary>
    public static torch.Tensor Dense(IMapRouting routing, RoutingInput input, int experts)
    {
        using var weights = routing.Route(input);
        return weights.ToDense(experts).detach().to_type(torch.ScalarType.Float64);
    }

    /// <summary>Looks for a difference between weights; null for none.</summary>
    public static string? Difference(torch.Tensor expected, torch.Tensor actual, string what, double tolerance = 1e-5)
    {
        if (!expected.shape.SequenceEqual(actual.shape)) return $"{what}: the shape is ({string.Join(", ", actual.shape)}) instead of ({string.Join(", ", expected.shape)}).";
        if (expected.numel() == 0) return null;
        var largest = (expected - actual).abs().max().Number();
        return largest <= tolerance ? null : FormattableString.Invariant($"{what}: weights differ by up to {largest:g3}.");
    }

    private void Calibrate(ICalibratedRouting routing, int experts, IReadOnlyList<int>? order)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        for (var expert = 0; expert < experts; expert++)
        {
            var name = FormattableString.Invariant($"own{order?[expert] ?? expert}");
            routing.Observe(expert, Input() with { Hidden = Numbers(name, torch.ScalarType.Float32, Tokens, options.InputSize) });
        }

        // What training would have made of what is learned.
        if (routing.Plan.Steps > 0)
        {
            foreach (var (name, parameter) in routing.Parameters) parameter.Accumulate(Numbers(name, parameter.dtype, parameter.shape));
        }

        routing.Complete();
    }
}
