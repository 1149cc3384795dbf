using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Fused;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Training.Experts;

/// <summary>Some of the experts that train side by side: views of their factors with gradients of their own.</summary>
internal sealed class ExpertsPart : ITrainedPart, IFusedAdaptation
{
    private readonly Dictionary<MapGroup, StackedFactors> _factors = new(ReferenceEqualityComparer.Instance);
    private readonly List<(torch.Tensor Whole, torch.Tensor View)> _views = [];
    private readonly List<FusedRun> _runs = [];
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

    public torch.Tensor Run(FusedDecoder decoder, torch.Tensor embedded, TokenBatch batch)
    {
        if (_runs.Count == 0) ClearGradients();
        var share = batch.Lengths.Count / _count;
        var views = decoder.Layers.SelectMany(layer => layer.Maps).Select(maps => _factors.GetValueOrDefault(maps.Group)?.View()).ToList();
        var shares = Enumerable.Range(0, _count).Select(expert => new FusedShare([.. views.Select(group => group?[expert])], [.. Enumerable.Range(expert * share, share)]));
        var run = new FusedRun(decoder, [.. shares], embedded, batch);
        _runs.Add(run);
        return run.Hidden.alias();
    }

    public void Learn(torch.Tensor loss)
    {
        loss.backward();
        foreach (var run in _runs) run.Backward();
        Forget();
    }

    public void Gather()
    {
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        foreach (var (whole, view) in _views)
        {
            if (view.grad is { } gradient) whole.grad!.narrow(0, _first, _count).Accumulate(gradient);
        }
    }

    public void Dispose()
    {
        Forget();
        foreach (var (_, view) in _views)
        {
            view.grad?.Dispose();
            view.Dispose();
        }
    }

    // Right after it has been learned from: the next pass takes the memory, and not every part of a step its own.
    private void Forget()
    {
        foreach (var run in _runs) run.Dispose();
        _runs.Clear();
    }

    private void ClearGradients()
    {
        foreach (var (_, view) in _views)
        {
            using var zeros = torch.zeros_like(view);
            view.grad = zeros;
        }
    }

    private torch.Tensor View(torch.Tensor whole)
    {
        var view = whole.detach().narrow(0, _first, _count).requires_grad_().DetachFromDisposeScope();
        _views.Add((whole, view));
        return view;
    }
}
