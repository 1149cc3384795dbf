using Tessera.Adapters.Models;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>A routed library beside a base model.</summary>
/// <remarks>Tied maps that the model runs together are decided once; each other map by itself. The library stays the caller's.</remarks>
public sealed class RoutedAdaptation : IAdaptation
{
    private readonly Dictionary<string, (RoutedGroup Group, int Index)> _maps;

    /// <summary>Puts a routed library beside a model.</summary>
    /// <param name="experts">The routed library. Maps that it does not adapt are left alone.</param>
    public RoutedAdaptation(RoutedExperts experts)
    {
        ArgumentNullException.ThrowIfNull(experts);
        _maps = experts.Groups.SelectMany(group => group.Maps.Select((map, index) => (map.Name, group, index)))
            .ToDictionary(place => place.Name, place => (place.group, place.index), StringComparer.Ordinal);
    }

    /// <summary>The expert that is trained or observed alone; null while all are routed.</summary>
    internal int? OwnExpert { get; set; }

    /// <summary>What looks at the input of each group before it is routed; null for nothing.</summary>
    internal Action<RoutedGroup, RoutingInput, TokenBatch>? Observer { get; set; }

    /// <summary>What looks at the weights of each group while it is routed; null for nothing.</summary>
    internal Action<RoutedGroup, RoutingWeights, TokenBatch>? WeightsObserver { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Maps are tied that the model does not run on one input.</exception>
    public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(hidden);
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = torch.NewDisposeScope();
        var input = Describe(hidden, batch) with { OwnExpert = OwnExpert };
        var added = new torch.Tensor?[group.Maps.Count];
        foreach (var routed in group.Maps.Where(map => _maps.ContainsKey(map.Name)).Select(map => _maps[map.Name].Group).Distinct())
        {
            Observer?.Invoke(routed, input, batch);
            var outputs = Observer is null ? routed.Apply(input, WeightsObserver is { } look ? weights => look(routed, weights, batch) : null) : routed.ApplyAlone(input, OwnExpert!.Value);
            foreach (var (index, map) in routed.Maps.Index())
            {
                var place = Place(group, map);
                added[place] = outputs[index].MoveToOuterDisposeScope();
            }
        }

        return added;
    }

    private static int Place(MapGroup group, LinearMap map)
    {
        for (var place = 0; place < group.Maps.Count; place++)
        {
            if (group.Maps[place].Name == map.Name) return place;
        }

        throw new ArgumentException($"{map.Name} is tied to {group.Maps[0].Name}, and the model does not run them on one input. Tie maps of one layer that share their input.", nameof(group));
    }

    /// <summary>The input of maps as routers see it; what is made belongs to the current dispose scope.</summary>
    internal static RoutingInput Describe(torch.Tensor hidden, TokenBatch batch)
    {
        var sequences = batch.Lengths.Count;
        var examples = sequences == 1 ? null : Positions.Between(0, sequences, hidden.device).repeat_interleave(hidden.shape[0] / sequences);
        return new RoutingInput { Hidden = hidden, Examples = examples, ExampleCount = sequences, Tasks = batch.Tasks, Training = batch.Training, Seed = batch.Seed };
    }
}
