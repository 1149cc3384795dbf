using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Fused;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Training.Experts;

/// <summary>Some of the experts that train side by side. Where no other part has them, their gradients go to those of all experts at once; otherwise to the part's own, until they are gathered.</summary>
internal sealed class ExpertsPart : ITrainedPart, IFusedAdaptation
{
    private readonly IReadOnlyDictionary<MapGroup, StackedFactors> _all;
    private readonly List<(torch.Tensor Whole, torch.Tensor View)> _views = [];
    private readonly List<FusedRun> _runs = [];
    private readonly int _first, _count;
    private readonly bool _isAlone;
    private Dictionary<MapGroup, StackedFactors>? _own;

    /// <param name="all">The factors of all experts, with gradients.</param>
    /// <param name="first">The first expert's index.</param>
    /// <param name="count">How many experts.</param>
    /// <param name="isAlone">Whether no other part of a step has them.</param>
    public ExpertsPart(IReadOnlyDictionary<MapGroup, StackedFactors> all, int first, int count, bool isAlone)
    {
        (_all, _first, _count, _isAlone) = (all, first, count, isAlone);
        // Hand-written layers need none of them where gradients go to the whole.
        if (!isAlone) _own = MakeViews();
    }

    public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch) =>
        (_own ??= MakeViews()).TryGetValue(group, out var factors) ? factors.Apply(hidden) : new torch.Tensor?[group.Maps.Count];

    public torch.Tensor Run(FusedDecoder decoder, torch.Tensor embedded, TokenBatch batch)
    {
        EnsureGradients();
        var share = batch.Lengths.Count / _count;
        var views = decoder.Layers.SelectMany(layer => layer.Maps).Select(maps => PointersOf(maps.Group)).ToList();
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
        if (_isAlone) DropViews();
    }

    public void Gather()
    {
        if (_isAlone) return;
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
        DropViews();
    }

    // Right after it has been learned from: the next pass takes the memory, and not every part of a step its own.
    private void Forget()
    {
        foreach (var run in _runs) run.Dispose();
        _runs.Clear();
    }

    private void DropViews()
    {
        foreach (var (_, view) in _views)
        {
            view.grad?.Dispose();
            view.Dispose();
        }

        _views.Clear();
        _own = null;
    }

    // Hand-written layers add to gradients that are there.
    private void EnsureGradients()
    {
        foreach (var (_, view) in _views)
        {
            using var gradient = view.grad;
            if (gradient is not null) continue;
            using var zeros = torch.zeros_like(view);
            view.grad = zeros;
        }
    }

    private FactorViews[]? PointersOf(MapGroup group) =>
        _isAlone ? _all.GetValueOrDefault(group)?.View(_first, _count) : _own!.GetValueOrDefault(group)?.View();

    private Dictionary<MapGroup, StackedFactors> MakeViews()
    {
        using var scope = torch.NewDisposeScope();
        return _all.ToDictionary(
            group => group.Key, group => group.Value with { Read = ViewOf(group.Value.Read), Write = [.. group.Value.Write.Select(ViewOf)] }, (IEqualityComparer<MapGroup>)ReferenceEqualityComparer.Instance);
    }

    private torch.Tensor ViewOf(torch.Tensor whole)
    {
        var view = whole.detach().narrow(0, _first, _count).requires_grad_().DetachFromDisposeScope();
        // What backward finds is added to a gradient that is there.
        if (_isAlone) view.grad = whole.grad!.narrow(0, _first, _count);
        _views.Add((whole, view));
        return view;
    }
}
