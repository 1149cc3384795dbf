using Tessera.Adapters.Models;
using TorchSharp;

namespace Tessera.Adapters.Training.Experts;

/// <summary>Some of the experts that train side by side: views of their factors with gradients of their own.</summary>
internal sealed class ExpertsPart : ITrainedPart, IMergingAdaptation
{
    private readonly Dictionary<MapGroup, StackedFactors> _factors = new(ReferenceEqualityComparer.Instance);
    private readonly List<(torch.Tensor Whole, torch.Tensor View)> _views = [];
    private readonly int _first, _count;

    public ExpertsPart(IEnumerable<StackedFactors> all, int first, int count)
    {
        (_first, _count) = (first, count);
        using var scope = torch.NewDisposeScope();
        foreach (var stacked in all)
            _factors[stacked.Adapted.Group] = stacked with { Read = View(stacked.Read), Write = [.. stacked.Write.Select(View)] };
    }

    public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch) =>
        _factors.TryGetValue(group, out var factors) ? factors.Apply(hidden) : new torch.Tensor?[group.Maps.Count];

    public torch.Tensor? Merge(MapGroup group, torch.Tensor weight, TokenBatch batch) => _factors.TryGetValue(group, out var factors) ? factors.Merge(weight) : null;

    public void Learn(torch.Tensor loss) => loss.backward();

    public void Gather()
    {
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        foreach (var (whole, view) in _views)
        {
            if (view.grad is { } gradient) whole.grad!.narrow(0, _first, _count).add_(gradient);
        }
    }

    public void Dispose()
    {
        foreach (var (_, view) in _views)
        {
            view.grad?.Dispose();
            view.Dispose();
        }
    }

    private torch.Tensor View(torch.Tensor whole)
    {
        var view = whole.detach().narrow(0, _first, _count).requires_grad_().DetachFromDisposeScope();
        _views.Add((whole, view));
        return view;
    }
}
