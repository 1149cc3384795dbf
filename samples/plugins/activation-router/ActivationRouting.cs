#region routing
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Samples.ActivationRouter;

internal sealed class ActivationRouting(IReadOnlyList<torch.Tensor?> factors) : IMapRouting
{
    public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; } = new Dictionary<string, torch.Tensor>();

    public IReadOnlyDictionary<string, torch.Tensor> State { get; } = new Dictionary<string, torch.Tensor>();

    public RoutingWeights Route(RoutingInput input)
    {
        using var scope = torch.NewDisposeScope();
        var silent = torch.full([input.Hidden.shape[0]], double.NegativeInfinity, input.Hidden.dtype, input.Hidden.device);
        var responses = factors.Select(a => a is null ? silent : input.Hidden.mm(a.to_type(input.Hidden.dtype).t()).norm(1)).ToArray();
        var weights = torch.nn.functional.softmax(torch.stack(responses, 1), 1);
        return RoutingWeights.Dense(RoutingGranularity.PerToken, weights.MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        foreach (var factor in factors) factor?.Dispose();
    }
}
#endregion
