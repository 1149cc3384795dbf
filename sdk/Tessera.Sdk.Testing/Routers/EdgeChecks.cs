using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Sdk.Testing.Routers;

/// <summary>Banks and inputs at the edge of what the contract allows.</summary>
internal static class EdgeChecks
{
    public static IReadOnlyList<ConformanceCheck<RouterTrial>> All { get; } =
    [
        new("CONF-R16", "One token, and none", (trial, _) => With(trial, trial.Bank(), (routing, input) =>
            FindFault(routing, Tokens(input, 1), trial.Options.Experts) ?? FindFault(routing, Tokens(input, 0), trial.Options.Experts))),
        new("CONF-R17", "A single expert", (trial, _) => With(trial, trial.Bank(1), (routing, input) => FindFault(routing, input, 1))),
        new("CONF-R18", "Experts of different ranks", (trial, _) => With(trial, trial.Bank([.. Enumerable.Range(0, trial.Options.Experts).Select(expert => (LoraFactors?)trial.Factors(expert, 1 + (expert % 4)))]), (routing, input) =>
            FindFault(routing, input, trial.Options.Experts))),
        new("CONF-R19", "Experts that leave the map alone", (trial, _) => With(trial, trial.Bank([.. Enumerable.Range(0, trial.Options.Experts).Select(expert => expert % 2 == 0 ? null : trial.Factors(expert, 3))]), (routing, input) =>
            FindFault(routing, input, trial.Options.Experts))),
        new("CONF-R20", "Experts that change nothing", (trial, _) =>
        {
            var bank = trial.Bank();
            foreach (var factors in bank.Factors) factors!.B.zero_();
            return With(trial, bank, (routing, input) => FindFault(routing, input, trial.Options.Experts));
        }),
        new("CONF-R21", "Double precision", (trial, _) => With(trial, trial.Bank(type: torch.ScalarType.Float64), (routing, _) =>
            FindFault(routing, trial.Input(torch.ScalarType.Float64), trial.Options.Experts))),
        new("CONF-R22", "Maps that are tied", (trial, _) =>
        {
            using var second = trial.Bank([.. Enumerable.Range(10, trial.Options.Experts).Select(expert => (LoraFactors?)trial.Factors(expert, 3))], "map2");
            using var scope = torch.NewDisposeScope();
            using var first = trial.Bank();
            using var routing = trial.Prepare([first, second]);
            return Task.FromResult(FindFault(routing, trial.Input(), trial.Options.Experts));
        }),
        new("CONF-R23", "Tasks that nobody knows", (trial, _) => With(trial, trial.Bank(), (routing, input) =>
            FindFault(routing, input with { Tasks = [-1, -1, -1] }, trial.Options.Experts) ?? FindFault(routing, input with { Tasks = null }, trial.Options.Experts)
            ?? FindFault(routing, input with { Examples = null, ExampleCount = 1, Tasks = null }, trial.Options.Experts))),
        new("CONF-R24", "A token that is not a number spoils no other", (trial, _) => With(trial, trial.Bank(), (routing, input) =>
        {
            using var weights = routing.Route(input);
            if (weights.Granularity != RoutingGranularity.PerToken) throw new NotApplicableException("the weights are not for single tokens.");
            var expected = weights.ToDense(trial.Options.Experts).detach().to_type(torch.ScalarType.Float64).narrow(0, 1, RouterTrial.Tokens - 1);
            var spoiled = input.Hidden.clone();
            spoiled[0] = torch.ones(trial.Options.InputSize, spoiled.dtype).Times(double.NaN);
            var actual = RouterTrial.Dense(routing, input with { Hidden = spoiled }, trial.Options.Experts).narrow(0, 1, RouterTrial.Tokens - 1);
            return RouterTrial.Difference(expected, actual.nan_to_num(1e9), "beside a token that is not a number");
        })),
    ];

    private static RoutingInput Tokens(RoutingInput input, int count) => input with
    {
        Hidden = input.Hidden.narrow(0, 0, count),
        Examples = input.Examples!.narrow(0, 0, count),
        ExampleCount = count,
        Tasks = [.. input.Tasks!.Take(count)],
    };

    private static string? FindFault(IMapRouting routing, RoutingInput input, int experts)
    {
        using var weights = routing.Route(input);
        var rows = weights.Granularity switch { RoutingGranularity.Constant => 1, RoutingGranularity.PerExample => input.ExampleCount, _ => (int)input.Hidden.shape[0] };
        var dense = weights.ToDense(experts);
        return dense.shape[0] != rows || dense.shape[^1] != experts ? $"the weights are ({string.Join(", ", dense.shape)}); {rows} rows over {experts} experts are needed."
            : !dense.isfinite().all().Holds() ? "some weights are not finite."
            : null;
    }

    private static Task<string?> With(RouterTrial trial, ExpertBank bank, Func<IMapRouting, RoutingInput, string?> find)
    {
        using var scope = torch.NewDisposeScope();
        using (bank)
        using (var routing = trial.Prepare([bank]))
            return Task.FromResult(find(routing, trial.Input()));
    }
}
