using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Sdk.Testing.Routers;

/// <summary>Routings that are fitted to the experts' own examples, and such that can be turned into the average.</summary>
internal static class CalibrationChecks
{
    private const int Own = 1;

    public static IReadOnlyList<ConformanceCheck<RouterTrial>> All { get; } =
    [
        new("CONF-R29", "What has to be calibrated refuses to route before", (trial, _) =>
        {
            using var scope = torch.NewDisposeScope();
            using var bank = trial.Bank();
            using var routing = trial.Create().Prepare([bank], trial.Context);
            if (routing is not ICalibratedRouting { IsCalibrated: false }) throw new NotApplicableException("nothing is calibrated.");
            try
            {
                routing.Route(trial.Input()).Dispose();
                return Fault("it routed before it had seen anything. Throw a TesseraException that says to calibrate it.");
            }
            catch (Diagnostics.TesseraException)
            {
                return Fault(null);
            }
        }),
        new("CONF-R30", "While an expert is trained it alone has weight", (trial, _) =>
        {
            using var scope = torch.NewDisposeScope();
            using var bank = trial.Bank();
            using var routing = trial.Create().Prepare([bank], trial.Context);
            if (routing is not ICalibratedRouting { Plan.Steps: > 0 }) throw new NotApplicableException("nothing is trained with one expert alone.");
            using var weights = routing.Route(trial.Input() with { OwnExpert = Own, Training = true });
            var dense = weights.ToDense(bank.Count);
            var others = dense.narrow(-1, 0, Own).abs().sum().Plus(dense.narrow(-1, Own + 1, bank.Count - Own - 1).abs().sum());
            return Fault(others.Number() > 0 ? "other experts than OwnExpert have weight."
                : !dense.requires_grad ? "the weight does not depend on what is trained." : null);
        }),
        new("CONF-R31", "The learned share leads from what was learned to the average", (trial, _) =>
        {
            using var scope = torch.NewDisposeScope();
            using var bank = trial.Bank();
            using var routing = trial.Prepare([bank]);
            if (routing is not IAveragedRouting averaged) throw new NotApplicableException("it has no learned share.");
            var learned = Routed(trial, averaged, 1);
            return Fault(RouterTrial.Difference(torch.ones_like(learned).Over(bank.Count), Routed(trial, averaged, 0), "with a share of 0")
                ?? RouterTrial.Difference(learned.Times(0.25).Plus(0.75 / bank.Count), Routed(trial, averaged, 0.25), "with a share of 0.25"));
        }),
    ];

    private static torch.Tensor Routed(RouterTrial trial, IAveragedRouting routing, double share)
    {
        routing.LearnedShare = share;
        using var weights = routing.Route(trial.Input());
        var dense = weights.ToDense(trial.Options.Experts).detach().to_type(torch.ScalarType.Float64);
        // The average may be given once for all.
        return dense.shape[0] == 1 ? dense.expand([3, .. dense.shape[1..]]) : dense;
    }

    private static Task<string?> Fault(string? fault) => Task.FromResult(fault);
}
