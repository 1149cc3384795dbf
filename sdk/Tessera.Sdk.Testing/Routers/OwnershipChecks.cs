using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Sdk.Testing.Routers;

/// <summary>Whose tensors are whose.</summary>
internal static class OwnershipChecks
{
    private const int Repetitions = 20;

    public static IReadOnlyList<ConformanceCheck<RouterTrial>> All { get; } =
    [
        new("CONF-R06", "The hidden states stay as they were", (trial, _) =>
        {
            using var scope = torch.NewDisposeScope();
            using var bank = trial.Bank();
            using var routing = trial.Prepare([bank]);
            var input = trial.Input();
            var before = input.Hidden.clone();
            routing.Route(input).Dispose();
            return Fault(input.Hidden.IsInvalid ? "they were disposed of. They are the caller's."
                : RouterTrial.Difference(before, input.Hidden, "Route wrote into its input", 0));
        }),
        new("CONF-R07", "The experts stay as they were", (trial, _) =>
        {
            using var scope = torch.NewDisposeScope();
            using var bank = trial.Bank();
            var before = Join(bank).clone();
            using (var routing = trial.Prepare([bank])) routing.Route(trial.Input()).Dispose();
            return Fault(bank.Factors.Any(factors => factors!.A.IsInvalid || factors.B.IsInvalid) ? "some were disposed of. Banks are the caller's; clone what is kept."
                : RouterTrial.Difference(before, Join(bank), "Prepare or Route wrote into the bank", 0));
        }),
        new("CONF-R08", "A routing outlives the bank that it was prepared from", (trial, _) =>
        {
            using var scope = torch.NewDisposeScope();
            var input = trial.Input();
            using var bank = trial.Bank();
            using var routing = trial.Prepare([bank]);
            var before = RouterTrial.Dense(routing, input, bank.Count);
            foreach (var factors in bank.Factors)
            {
                // What is disposed of may be used again for something else.
                factors!.A.zero_();
                factors.B.zero_();
            }

            bank.Dispose();
            return Fault(RouterTrial.Difference(before, RouterTrial.Dense(routing, input, trial.Options.Experts), "after the bank was disposed of"));
        }),
        new("CONF-R09", "Routing again and again keeps no tensors", (trial, _) => Fault(FindLeak(trial, (routing, input) => routing().Route(input).Dispose(), "Route"))),
        new("CONF-R10", "A routing that is disposed of leaves no tensors", (trial, _) => Fault(FindLeak(trial, (_, _) =>
        {
            using var bank = trial.Bank();
            trial.Prepare([bank]).Dispose();
        }, "Prepare"))),
    ];

    private static string? FindLeak(RouterTrial trial, Action<Func<Tensors.Routing.IMapRouting>, Tensors.Routing.RoutingInput> work, string name)
    {
        using var bank = trial.Bank();
        using var routing = trial.Prepare([bank]);
        var input = trial.Input();
        try
        {
            // What is made once, such as a prototype in another type, may stay.
            for (var i = 0; i < 2; i++) work(() => routing, input);
            var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            for (var i = 0; i < Repetitions; i++) work(() => routing, input);
            var kept = DisposeScopeManager.Statistics.ThreadTotalLiveCount - before;
            return kept < Repetitions ? null : $"{kept} tensors stayed after {Repetitions} calls of {name}. Open a dispose scope, and move out what is returned.";
        }
        finally
        {
            input.Hidden.Dispose();
            input.Examples!.Dispose();
        }
    }

    private static torch.Tensor Join(ExpertBank bank) => torch.cat([.. bank.Factors.SelectMany(factors => new[] { factors!.A.reshape(-1), factors.B.reshape(-1) })], 0);

    private static Task<string?> Fault(string? fault) => Task.FromResult(fault);
}
