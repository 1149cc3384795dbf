using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Routers.Chorus;

/// <summary>Expert e has the weight s · softmax_e(|x · v_e| / t), with v_e its prototype; a leading expert has the same weight everywhere, and no part in the softmax.</summary>
internal sealed class ChorusRouting : IMapRouting
{
    private readonly ExpertPrototypes _prototypes;
    private readonly ChorusOptions _options;
    private readonly int _expertCount;
    // Kept, so that they are not collected while libtorch reads them.
    private readonly Scalar _scale, _leadWeight;
    // The experts that lead, and the columns of scores that are others', with the expert of each; null where none leads.
    private readonly torch.Tensor? _leads, _columns, _others;

    /// <param name="prototypes">The prototypes, which become the routing's.</param>
    /// <param name="options">How they are weighed.</param>
    /// <param name="leads">The experts that lead.</param>
    /// <param name="expertCount">How many experts there are.</param>
    public ChorusRouting(ExpertPrototypes prototypes, ChorusOptions options, IReadOnlyList<long> leads, int expertCount)
    {
        (_prototypes, _options, _expertCount, _scale, _leadWeight) = (prototypes, options, expertCount, options.Scale.ToScalar(), options.LeadWeight.ToScalar());
        if (leads.Count == 0) return;
        using var scope = torch.NewDisposeScope();
        using var experts = prototypes.Experts.cpu();
        var columns = experts.data<long>().Index().Where(expert => !leads.Contains(expert.Item)).ToList();
        _leads = torch.tensor(leads.ToArray()).DetachFromDisposeScope();
        _columns = torch.tensor(columns.Select(column => (long)column.Index).ToArray(), torch.ScalarType.Int64).DetachFromDisposeScope();
        _others = torch.tensor(columns.Select(column => column.Item).ToArray(), torch.ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; } = new Dictionary<string, torch.Tensor>();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> State => _prototypes.ToState();

    /// <inheritdoc/>
    public RoutingWeights Route(RoutingInput input)
    {
        using var scope = torch.NewDisposeScope();
        var scores = _prototypes.Score(input.Hidden);
        if (_leads is not null) return Lead(scores.index_select(1, _columns!.to(scores.device)));
        var chosen = TopExperts.Choose(scores, _options.TopK, _options.Temperature, magnitudes: true, _prototypes.AreOfAll ? null : _prototypes.Experts);
        // Not in their place: a gradient needs what the softmax gave.
        var weights = chosen.Weights.mul(_scale).MoveToOuterDisposeScope();
        return chosen.Experts is { } experts ? RoutingWeights.Chosen(RoutingGranularity.PerToken, weights, experts.MoveToOuterDisposeScope()) : RoutingWeights.Dense(RoutingGranularity.PerToken, weights);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _prototypes.Dispose();
        foreach (var tensor in new[] { _leads, _columns, _others }) tensor?.Dispose();
    }

    private RoutingWeights Lead(torch.Tensor scores)
    {
        var (leads, others) = (_leads!.to(scores.device), _others!.to(scores.device));
        if (_options.TopK == 0 || _options.TopK >= scores.shape[1])
        {
            var all = torch.zeros(scores.shape[0], _expertCount, scores.dtype, scores.device).index_copy_(1, others, scores.abs().Over(_options.Temperature).softmax(1).mul(_scale)).index_fill_(1, leads, _leadWeight);
            return RoutingWeights.Dense(RoutingGranularity.PerToken, all.MoveToOuterDisposeScope());
        }

        var chosen = TopExperts.Choose(scores, _options.TopK, _options.Temperature, magnitudes: true, others);
        var rows = scores.shape[0];
        var weights = torch.cat([torch.full([rows, leads.shape[0]], _leadWeight, scores.dtype, scores.device), chosen.Weights.mul(_scale)], 1);
        // The heaviest first, as chosen experts stand.
        var (sorted, order) = weights.sort(dim: 1, descending: true, stable: true);
        return RoutingWeights.Chosen(RoutingGranularity.PerToken, sorted.MoveToOuterDisposeScope(), torch.cat([leads.expand(rows, -1), chosen.Experts!], 1).gather(1, order).MoveToOuterDisposeScope());
    }
}
