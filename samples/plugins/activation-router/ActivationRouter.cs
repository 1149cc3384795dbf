#region router
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Samples.ActivationRouter;

/// <summary>Gives each token to the four experts whose first factor responds most strongly to it: softmax of ‖A x‖.</summary>
[Router("activation", Description = "Gives each token to the experts whose first factor responds most strongly.")]
public sealed class ActivationRouter : IRouter
{
    /// <inheritdoc/>
    public ExpertMixing Mixing => ExpertMixing.Outputs;

    /// <inheritdoc/>
    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context) => new Routing(banks[0]);

    private sealed class Routing : IMapRouting
    {
        private readonly torch.Tensor _factors, _owners, _experts;

        public Routing(ExpertBank bank)
        {
            using var scope = torch.NewDisposeScope();
            long[] present = [.. Enumerable.Range(0, bank.Count).Where(expert => bank.Factors[expert] is not null).Select(expert => (long)expert)];
            var places = present.SelectMany((expert, place) => Enumerable.Repeat((long)place, bank.Factors[(int)expert]!.Rank)).ToArray();
            var nobody = torch.zeros(0, bank.Map.InputSize);
            // All factors one above the other, so that one product serves all experts.
            _factors = torch.cat([nobody, .. bank.Factors.OfType<LoraFactors>().Select(factors => factors.A)], 0).DetachFromDisposeScope();
            _owners = torch.tensor(places).DetachFromDisposeScope();
            _experts = torch.tensor(present).DetachFromDisposeScope();
        }

        public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; } = new Dictionary<string, torch.Tensor>();

        public IReadOnlyDictionary<string, torch.Tensor> State { get; } = new Dictionary<string, torch.Tensor>();

        public RoutingWeights Route(RoutingInput input)
        {
            using var scope = torch.NewDisposeScope();
            var responses = input.Hidden.mm(_factors.to_type(input.Hidden.dtype).t());
            var squares = torch.zeros(input.Hidden.shape[0], _experts.shape[0], responses.dtype).PlusAt(1, _owners, responses.Squared());
            var weights = TopExperts.Choose(squares.sqrt(), count: 4, experts: _experts);
            weights.Weights.MoveToOuterDisposeScope();
            weights.Experts?.MoveToOuterDisposeScope();
            return weights;
        }

        public void Dispose()
        {
            foreach (var tensor in new[] { _factors, _owners, _experts }) tensor.Dispose();
        }
    }
}
#endregion
