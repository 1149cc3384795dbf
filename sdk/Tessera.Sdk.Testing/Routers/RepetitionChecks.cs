using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Sdk.Testing.Routers;

/// <summary>The same again gives the same again.</summary>
internal static class RepetitionChecks
{
    public static IReadOnlyList<ConformanceCheck<RouterTrial>> All { get; } =
    [
        new("CONF-R11", "Out of training nothing is left to chance", (trial, _) => With(trial, (routing, input) => RouterTrial.Difference(
            Dense(trial, routing, input), Dense(trial, routing, input with { Seed = trial.Options.Seed.Derive("another step") }), "with another seed", 0))),
        new("CONF-R12", "In training the same seed gives the same weights", (trial, _) => With(trial, (routing, input) =>
        {
            var training = input with { Training = true };
            return RouterTrial.Difference(Dense(trial, routing, training), Dense(trial, routing, training), "called twice with one seed", 0) is { } fault
                ? fault + " Draw from input.Seed.CreateRandom(), or from a torch generator that it seeds." : null;
        })),
        new("CONF-R13", "Two routers of one seed prepare equal routings", (trial, _) => With(trial, (first, input) =>
        {
            using var bank = trial.Bank();
            using var second = trial.Prepare([bank]);
            return RouterTrial.Difference(Dense(trial, first, input), Dense(trial, second, input), "prepared twice", 0) is { } fault
                ? fault + " Draw from context.Seed, and keep nothing in static fields." : null;
        })),
        new("CONF-R14", "A token's weights do not depend on the tokens beside it", (trial, _) => With(trial, (routing, input) =>
        {
            using var weights = routing.Route(input);
            var whole = weights.ToDense(trial.Options.Experts).detach().to_type(torch.ScalarType.Float64);
            // The first two examples, which are the first five tokens.
            var part = input with { Hidden = input.Hidden.narrow(0, 0, 5), Examples = input.Examples!.narrow(0, 0, 5), ExampleCount = 2, Tasks = [.. input.Tasks!.Take(2)] };
            var rows = weights.Granularity switch { RoutingGranularity.Constant => 1, RoutingGranularity.PerExample => 2, _ => 5 };
            return RouterTrial.Difference(whole.narrow(0, 0, rows), Dense(trial, routing, part), "for some of the examples alone");
        })),
        new("CONF-R15", "Weights follow experts that change places", (trial, _) => With(trial, (routing, input) =>
        {
            if (routing.Parameters.Count > 0) throw new NotApplicableException("what is learned belongs to places.");
            var order = Enumerable.Range(0, trial.Options.Experts).Reverse().ToArray();
            using var turned = trial.Bank([.. order.Select(expert => trial.Factors(expert, 3))], order: order);
            using var second = trial.Prepare([turned], order: order);
            var expected = Dense(trial, routing, input).index_select(-1, torch.tensor(order.Select(expert => (long)expert).ToArray()));
            return RouterTrial.Difference(expected, Dense(trial, second, input), "with the experts in reverse");
        })),
        new("CONF-R33", "IgnoresHidden is said where it is so", (trial, _) => With(trial, (routing, input) =>
        {
            if (!routing.IgnoresHidden) throw new NotApplicableException("the routing does not say so.");
            var others = input with { Hidden = trial.Numbers("other tokens", input.Hidden.dtype, input.Hidden.shape) };
            return new[] { false, true }.Select(training => RouterTrial.Difference(
                Dense(trial, routing, input with { Training = training }), Dense(trial, routing, others with { Training = training }), "of other hidden states", 0)).FirstOrDefault(fault => fault is not null);
        })),
    ];

    private static torch.Tensor Dense(RouterTrial trial, IMapRouting routing, RoutingInput input) => RouterTrial.Dense(routing, input, trial.Options.Experts);

    private static Task<string?> With(RouterTrial trial, Func<IMapRouting, RoutingInput, string?> find)
    {
        using var scope = torch.NewDisposeScope();
        using var bank = trial.Bank();
        using var routing = trial.Prepare([bank]);
        return Task.FromResult(find(routing, trial.Input()));
    }
}
