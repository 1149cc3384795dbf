using System.Text.Json.Nodes;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;
using static TorchSharp.torch;

namespace Tessera.Routers.Tests;

/// <summary>What a loss asks of earlier layers passes through routers that choose by the tokens.</summary>
public sealed class GradientSpecs
{
    private const int Experts = 5, Inputs = 8, Tokens = 4;
    private const double Step = 1e-6;

    private readonly Random _numbers = new(37);

    public GradientSpecs() => Libtorch.EnsureLoaded();

    [Theory]
    [InlineData("router/arrow", """{ "topK": 2, "scale": 0.5 }""")]
    [InlineData("router/arrow", """{ "topK": 0 }""")]
    [InlineData("router/chorus", """{ "topK": 0 }""")]
    [InlineData("router/chorus", """{ "topK": 2 }""")]
    [InlineData("router/chorus", """{ "topK": 0, "leads": ["expert 1"] }""")]
    [InlineData("router/chorus", """{ "topK": 2, "leads": ["expert 1"] }""")]
    public void The_gradient_of_tokens_is_that_of_finite_differences(string uses, string options)
    {
        using var scope = NewDisposeScope();
        var (a, b, hidden) = (Routers.Random(_numbers, Experts, 2, Inputs), Routers.Random(_numbers, Experts, 6, 2), Routers.Random(_numbers, Tokens, Inputs));
        var weighed = Routers.Random(_numbers, Tokens, Experts);
        using var bank = Routers.Bank(a, b);
        using var routing = Routers.Create(uses, JsonNode.Parse(options)!.AsObject()).Prepare([bank], new RoutingContext());
        torch.Tensor Loss(torch.Tensor tokens)
        {
            using var weights = routing.Route(new RoutingInput { Hidden = tokens });
            return (weights.ToDense(Experts) * weighed).sum();
        }

        var asked = hidden.clone().requires_grad_();
        Loss(asked).backward();

        var differences = new double[Tokens * Inputs];
        using (no_grad())
        {
            for (var place = 0; place < differences.Length; place++)
            {
                var shift = zeros(Tokens * Inputs, ScalarType.Float64).PlusAt(0, tensor(new long[] { place }), tensor(new[] { Step })).reshape(Tokens, Inputs);
                differences[place] = (Loss(hidden.Plus(shift)).item<double>() - Loss(hidden - shift).item<double>()) / (2 * Step);
            }
        }

        asked.grad!.abs().max().item<double>().Should().BeGreaterThan(1e-3, "tokens do decide");
        asked.grad!.ShouldBeNear(tensor(differences, [Tokens, Inputs]), 1e-6);
    }
}
