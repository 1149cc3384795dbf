using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Sdk.Testing.Routers;

/// <summary>The form of the weights.</summary>
internal static class WeightChecks
{
    public static IReadOnlyList<ConformanceCheck<RouterTrial>> All { get; } =
    [
        new("CONF-R01", "Weights have the shape that their granularity asks for", (trial, _) => OnWeights(trial, (weights, input) =>
        {
            var rows = weights.Granularity switch { RoutingGranularity.Constant => 1, RoutingGranularity.PerExample => input.ExampleCount, _ => RouterTrial.Tokens };
            var (shape, experts) = (weights.Weights.shape, trial.Options.Experts);
            return weights.Count != rows ? $"{weights.Granularity} weights have {rows} rows here, not {weights.Count}."
                : weights.Experts is null && shape[^1] != experts ? $"dense weights are over all {experts} experts, not {shape[^1]}."
                : weights.Experts is not null && shape[1] > experts ? $"{shape[1]} of {experts} experts were chosen."
                : null;
        })),
        new("CONF-R02", "Weights are finite floating-point numbers", (trial, _) => OnWeights(trial, (weights, _) =>
            !weights.Weights.is_floating_point() ? $"they are {weights.Weights.dtype}."
            : !weights.Weights.isfinite().all().Holds() ? "some are not finite. A softmax over nothing but minus infinity gives NaN." : null)),
        new("CONF-R03", "Chosen experts exist, each once a row", (trial, _) => OnChosen(trial, weights =>
        {
            var (width, chosen) = ((int)weights.Experts!.shape[1], weights.Experts.data<long>().ToArray());
            if (chosen.FirstOrDefault(expert => expert < 0 || expert >= trial.Options.Experts, 0) is not 0 and var stranger) return $"expert {stranger} was chosen of {trial.Options.Experts}.";
            return chosen.Chunk(Math.Max(1, width)).FirstOrDefault(row => row.Distinct().Count() < row.Length) is { } row ? $"experts {string.Join(", ", row)} were chosen for one row." : null;
        })),
        new("CONF-R04", "Chosen experts come in descending order of weight", (trial, _) => OnChosen(trial, weights =>
            weights.Weights.shape[1] > 1 && weights.Weights.diff(dim: 1).max().Number() > 1e-6 ? "a later one weighs more than an earlier one." : null)),
        new("CONF-R05", "Several heads mix parameters", (trial, _) =>
        {
            var mixing = trial.Create().Mixing;
            return OnWeights(trial, (weights, _) => weights.Heads > 1 && mixing == ExpertMixing.Outputs ? $"there are {weights.Heads} heads, and Mixing is Outputs, which no kernel can do."
                : weights.Heads > 1 && (trial.Options.InputSize % weights.Heads != 0 || trial.Options.OutputSize % weights.Heads != 0)
                    ? $"{weights.Heads} heads do not divide {trial.Options.InputSize} inputs and {trial.Options.OutputSize} outputs; refuse such a map in Prepare." : null);
        }),
    ];

    private static Task<string?> OnChosen(RouterTrial trial, Func<RoutingWeights, string?> find) => OnWeights(trial, (weights, _) =>
        weights.Experts is null ? throw new NotApplicableException("the weights are over all experts.") : find(weights));

    private static Task<string?> OnWeights(RouterTrial trial, Func<RoutingWeights, RoutingInput, string?> find)
    {
        using var scope = torch.NewDisposeScope();
        using var bank = trial.Bank();
        using var routing = trial.Prepare([bank]);
        var input = trial.Input();
        using var weights = routing.Route(input);
        return Task.FromResult(find(weights, input));
    }
}
