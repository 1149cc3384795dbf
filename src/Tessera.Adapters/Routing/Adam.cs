using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>Adam (Kingma and Ba 2015) with its usual constants, on the tensors of routings, which are not modules' parameters.</summary>
internal sealed class Adam(IReadOnlyList<torch.Tensor> parameters, double learningRate) : IDisposable
{
    private const double FirstDecay = 0.9, SecondDecay = 0.999, Epsilon = 1e-8;

    private readonly torch.Tensor[] _means = [.. parameters.Select(parameter => torch.zeros_like(parameter).detach().DetachFromDisposeScope())];
    private readonly torch.Tensor[] _squares = [.. parameters.Select(parameter => torch.zeros_like(parameter).detach().DetachFromDisposeScope())];
    private int _steps;

    /// <summary>Moves the parameters by their gradients, and forgets those.</summary>
    public void Step()
    {
        using var frozen = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        _steps++;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].grad is not { } gradient) continue;
            _means[i].mul_(FirstDecay).add_(gradient, alpha: 1 - FirstDecay);
            _squares[i].mul_(SecondDecay).addcmul_(gradient, gradient, 1 - SecondDecay);
            var deviation = (_squares[i] / (1 - Math.Pow(SecondDecay, _steps))).sqrt() + Epsilon;
            parameters[i].addcdiv_(_means[i], deviation, -learningRate / (1 - Math.Pow(FirstDecay, _steps)));
            gradient.zero_();
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _means.Concat(_squares)) tensor.Dispose();
    }
}
