using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Routers.Task;

/// <summary>The expert of each task, -1 for all of them.</summary>
internal sealed class TaskRouting(int[] experts, int otherwise, int expertCount) : IMapRouting
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> Parameters { get; } = new Dictionary<string, torch.Tensor>();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, torch.Tensor> State { get; } = new Dictionary<string, torch.Tensor>();

    /// <inheritdoc/>
    public RoutingWeights Route(RoutingInput input)
    {
        using var scope = torch.NewDisposeScope();
        int[] chosen = [.. Enumerable.Range(0, input.ExampleCount).Select(example => input.Tasks?[example] is >= 0 and var task ? experts[task] : otherwise)];
        if (!chosen.Contains(-1))
        {
            var indices = torch.tensor(chosen.Select(expert => (long)expert).ToArray(), [chosen.Length, 1], device: input.Hidden.device);
            return RoutingWeights.Chosen(RoutingGranularity.PerExample, torch.ones(chosen.Length, 1, device: input.Hidden.device).MoveToOuterDisposeScope(), indices.MoveToOuterDisposeScope());
        }

        // One row for each expert that is asked for, and one for all of them.
        int[] distinct = [.. chosen.Distinct()];
        var rows = new double[distinct.Length * expertCount];
        foreach (var (row, expert) in distinct.Index())
        {
            if (expert < 0) rows.AsSpan(row * expertCount, expertCount).Fill(1.0 / expertCount);
            else rows[row * expertCount + expert] = 1;
        }

        var weights = torch.tensor(rows, [distinct.Length, expertCount], device: input.Hidden.device);
        return RoutingWeights.Dense(RoutingGranularity.PerExample, weights.MoveToOuterDisposeScope(), [.. chosen.Select(expert => Array.IndexOf(distinct, expert))]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds no tensors.
    }
}
