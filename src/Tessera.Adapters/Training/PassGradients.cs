using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Training;

/// <summary>
/// The gradients of one of several passes over the same parameters. They are kept apart until one thread adds them, in order: as backward adds them, passes
/// on several threads would give other last digits every time.
/// </summary>
internal sealed class PassGradients : IDisposable
{
    private readonly torch.Tensor?[] _gradients;

    private PassGradients(torch.Tensor?[] gradients) => _gradients = gradients;

    /// <summary>Finds the gradients of a loss, a single number.</summary>
    public static PassGradients Of(torch.Tensor loss, IReadOnlyList<torch.Tensor> parameters) => Keep(torch.autograd.grad([loss], [.. parameters], allow_unused: true));

    /// <summary>Finds the gradients of tensors whose own gradients are known.</summary>
    public static PassGradients Of(IReadOnlyList<torch.Tensor> results, IReadOnlyList<torch.Tensor> gradients, IReadOnlyList<torch.Tensor> parameters) =>
        Keep(torch.autograd.grad([.. results], [.. parameters], [.. gradients], allow_unused: true));

    /// <summary>Adds them to the gradients of the parameters.</summary>
    public void AddTo(IReadOnlyList<torch.Tensor> parameters)
    {
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        foreach (var (parameter, gradient) in parameters.Zip(_gradients))
        {
            if (gradient is null) continue;
            if (parameter.grad is { } sum) sum.Accumulate(gradient);
            else parameter.grad = gradient.clone().DetachFromDisposeScope();
        }
    }

    public void Dispose()
    {
        foreach (var gradient in _gradients) gradient?.Dispose();
    }

    // What nothing depends on has a tensor without anything in it.
    private static PassGradients Keep(IEnumerable<torch.Tensor> found) => new([.. found.Select(gradient => gradient is { IsInvalid: false } ? gradient.DetachFromDisposeScope() : null)]);
}
