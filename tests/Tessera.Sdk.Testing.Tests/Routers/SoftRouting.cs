using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Sdk.Testing.Tests.Routers;

internal sealed class SoftRouting(SoftRouter router, IReadOnlyList<torch.Tensor?> factors, torch.Tensor? bias) : IMapRouting
{
    public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; } = bias is null ? new Dictionary<string, torch.Tensor>() : new Dictionary<string, torch.Tensor> { ["bias"] = bias };

    public IReadOnlyDictionary<string, torch.Tensor> State => Parameters;

    public RoutingWeights Route(RoutingInput input)
    {
        using var scope = torch.NewDisposeScope();
        // A finite floor: with nobody but experts that leave the map alone, weights are equal rather than not numbers.
        using var floor = (-1e9).ToScalar();
        var silent = torch.full([input.Hidden.shape[0]], floor, input.Hidden.dtype);
        var responses = factors.Select(a => a is null ? silent : input.Hidden.mm(a.t()).norm(1)).ToArray();
        var scores = router.Score(torch.stack(responses, 1), input);
        if (bias is not null) scores = scores.Plus(bias.to_type(scores.dtype));
        var weights = router.Weigh(torch.nn.functional.softmax(scores, 1), input);
        weights.Weights.MoveToOuterDisposeScope();
        weights.Experts?.MoveToOuterDisposeScope();
        return weights;
    }

    public void Dispose()
    {
        router.OnDispose?.Invoke(Parameters);
        foreach (var factor in factors) factor?.Dispose();
        bias?.Dispose();
    }
}
