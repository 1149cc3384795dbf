using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Sdk.Testing.Routers;

/// <summary>What is saved and what is trained.</summary>
internal static class StateChecks
{
    public static IReadOnlyList<ConformanceCheck<RouterTrial>> All { get; } =
    [
        new("CONF-R25", "A routing made from a saved state is equal", (trial, _) =>
        {
            using var scope = torch.NewDisposeScope();
            using var bank = trial.Bank();
            using var first = trial.Prepare([bank]);
            Train(first.Parameters);
            var state = first.State.ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone());
            using var second = trial.Prepare([bank], trial.Context with { Seed = new Seed(99), State = state });
            var input = trial.Input();
            return Fault(RouterTrial.Difference(RouterTrial.Dense(first, input, bank.Count), RouterTrial.Dense(second, input, bank.Count), "made from State") is { } fault
                ? fault + " State is everything that makes an equal routing, parameters included." : null);
        }),
        new("CONF-R26", "A saved state is the saver's", (trial, _) =>
        {
            using var scope = torch.NewDisposeScope();
            using var bank = trial.Bank();
            using var first = trial.Prepare([bank]);
            if (first.State.Count == 0) throw new NotApplicableException("nothing is saved.");
            var state = first.State.ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone());
            trial.Prepare([bank], trial.Context with { State = state }).Dispose();
            return Fault(state.FirstOrDefault(pair => pair.Value.IsInvalid).Key is { } gone ? $"'{gone}' was disposed of with the routing made from it. Clone what is kept." : null);
        }),
        new("CONF-R27", "A state that does not fit is refused", (trial, _) =>
        {
            using var scope = torch.NewDisposeScope();
            using var bank = trial.Bank();
            using (var first = trial.Prepare([bank]))
            {
                if (first.State.Count == 0) throw new NotApplicableException("nothing is saved.");
            }

            try
            {
                trial.Prepare([bank], trial.Context with { State = new Dictionary<string, torch.Tensor> { ["conformance"] = torch.zeros(1) } }).Dispose();
                return Fault("a state without a single tensor of its own was taken. Check names and shapes.");
            }
            catch (Diagnostics.TesseraException)
            {
                return Fault(null);
            }
            catch (Exception other) when (other is KeyNotFoundException or NullReferenceException or System.Runtime.InteropServices.ExternalException)
            {
                return Fault($"it threw {other.GetType().Name}: {other.Message}. Throw a TesseraException that says what does not fit.");
            }
        }),
        new("CONF-R28", "What is trained receives gradients", (trial, _) =>
        {
            using var scope = torch.NewDisposeScope();
            using var bank = trial.Bank();
            using var routing = trial.Prepare([bank]);
            if (routing.Parameters.Count == 0) throw new NotApplicableException("nothing is trained.");
            if (routing.Parameters.FirstOrDefault(pair => !pair.Value.requires_grad).Key is { } frozen) return Fault($"'{frozen}' does not ask for gradients. Set requires_grad.");
            using var weights = routing.Route(trial.Input() with { Training = true });
            if (!weights.Weights.requires_grad) return Fault("the weights do not depend on it. Do not detach or round them in training.");
            weights.Weights.Squared().sum().backward();
            return Fault(routing.Parameters.FirstOrDefault(pair => pair.Value.grad is null).Key is { } untouched ? $"'{untouched}' received none." : null);
        }),
    ];

    // Away from where it began, so that a state which forgets parameters is found out.
    private static void Train(IReadOnlyDictionary<string, torch.Tensor> parameters)
    {
        using var frozen = torch.no_grad();
        foreach (var parameter in parameters.Values) parameter.Accumulate(Positions.Between(0, parameter.numel()).reshape(parameter.shape).to_type(parameter.dtype).Times(0.1));
    }

    private static Task<string?> Fault(string? fault) => Task.FromResult(fault);
}
