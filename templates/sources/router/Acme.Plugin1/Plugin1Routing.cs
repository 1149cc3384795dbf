using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Acme.Plugin1;

/// <summary>The router for one map. What it keeps of the experts, it copies.</summary>
internal sealed class Plugin1Routing : IMapRouting
{
    private readonly int _topK;
    private readonly torch.Tensor _factors, _owners, _experts;

    public Plugin1Routing(ExpertBank bank, int topK)
    {
        _topK = topK;
        using var scope = torch.NewDisposeScope();
        // An expert may leave this map alone, and ranks may differ.
        var present = Enumerable.Range(0, bank.Count).Where(expert => bank.Factors[expert] is not null).ToArray();
        var owners = present.SelectMany((expert, place) => Enumerable.Repeat((long)place, bank.Factors[expert]!.Rank)).ToArray();
        var nobody = torch.zeros(0, bank.Map.InputSize);
        _factors = torch.cat([nobody, .. present.Select(expert => bank.Factors[expert]!.A)], 0).DetachFromDisposeScope();
        _owners = torch.tensor(owners).DetachFromDisposeScope();
        _experts = torch.tensor(present.Select(expert => (long)expert).ToArray()).DetachFromDisposeScope();
    }

    public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; } = new Dictionary<string, torch.Tensor>();

    public IReadOnlyDictionary<string, torch.Tensor> State { get; } = new Dictionary<string, torch.Tensor>();

    public RoutingWeights Route(RoutingInput input)
    {
        using var scope = torch.NewDisposeScope();
        var scores = Score(input.Hidden);
        var weights = TopExperts.Choose(scores, _topK, experts: _experts);
        weights.Weights.MoveToOuterDisposeScope();
        weights.Experts?.MoveToOuterDisposeScope();
        return weights;
    }

    public void Dispose()
    {
        foreach (var tensor in new[] { _factors, _owners, _experts }) tensor.Dispose();
    }

    // One row a token, one column an expert.
    private torch.Tensor Score(torch.Tensor hidden)
    {
        var responses = hidden.mm(_factors.to_type(hidden.dtype).t());
        return torch.zeros(hidden.shape[0], _experts.shape[0], responses.dtype).PlusAt(1, _owners, responses.Squared()).sqrt();
    }
}
