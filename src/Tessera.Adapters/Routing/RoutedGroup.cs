using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>One map, or all maps of one <see cref="LinearMap.TieGroup"/>: they have one input and one routing, which decides once for all of them.</summary>
public sealed class RoutedGroup : IDisposable
{
    private readonly IReadOnlyList<RoutedMap> _maps;
    private readonly ExpertMixing _mixing;

    private RoutedGroup(IReadOnlyList<RoutedMap> maps, IMapRouting routing, ExpertMixing mixing)
    {
        (_maps, Routing, _mixing) = (maps, routing, mixing);
        Maps = [.. maps.Select(map => map.Map)];
    }

    /// <summary>The maps.</summary>
    public IReadOnlyList<LinearMap> Maps { get; }

    /// <summary>The routing that the maps share; the group owns it.</summary>
    public IMapRouting Routing { get; }

    /// <summary>Packs the experts of the maps and prepares their one routing.</summary>
    /// <param name="router">The router.</param>
    /// <param name="banks">The bank of each map; they stay the caller's and may be disposed of afterwards.</param>
    /// <param name="context">What the router is told.</param>
    /// <returns>The group, which the caller disposes of.</returns>
    /// <exception cref="ArgumentException">There are no maps, or they have different experts or inputs of different widths.</exception>
    public static RoutedGroup Prepare(IRouter router, IReadOnlyList<ExpertBank> banks, RoutingContext context)
    {
        ArgumentNullException.ThrowIfNull(router);
        ArgumentNullException.ThrowIfNull(banks);
        if (banks.Count == 0) throw new ArgumentException("A group has at least one map.", nameof(banks));
        foreach (var bank in banks)
        {
            if (bank.Map.InputSize != banks[0].Map.InputSize)
                throw new ArgumentException($"{banks[0].Map.Name} and {bank.Map.Name} are tied, and their inputs are {banks[0].Map.InputSize} and {bank.Map.InputSize} wide.", nameof(banks));
            if (!bank.Names.SequenceEqual(banks[0].Names, StringComparer.Ordinal))
                throw new ArgumentException($"{banks[0].Map.Name} and {bank.Map.Name} are tied, and their experts differ.", nameof(banks));
        }

        var maps = new List<RoutedMap>();
        try
        {
            foreach (var bank in banks) maps.Add(new RoutedMap(bank));
            return new RoutedGroup(maps, router.Prepare(banks, context), router.Mixing);
        }
        catch
        {
            foreach (var map in maps) map.Dispose();
            throw;
        }
    }

    /// <summary>Decides once which experts the input uses, and gets what they add to the output of each map.</summary>
    /// <param name="input">The input that the maps share.</param>
    /// <returns>New tensors, (tokens, d_out), in the order of <see cref="Maps"/>.</returns>
    /// <exception cref="ArgumentException">The input, or the weights that the router gave, do not fit.</exception>
    public IReadOnlyList<torch.Tensor> Apply(RoutingInput input) => Apply(input, observe: null);

    /// <summary>The same, and shows the weights to whoever wants to see them; they stay the group's.</summary>
    internal IReadOnlyList<torch.Tensor> Apply(RoutingInput input, Action<RoutingWeights>? observe)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = torch.NewDisposeScope();
        using var weights = Routing.Route(input);
        observe?.Invoke(weights);
        return [.. _maps.Select(map => map.Apply(input, weights, _mixing)).ToList().ConvertAll(output => output.MoveToOuterDisposeScope())];
    }

    /// <summary>Gets what one expert adds to the output of each map, whatever a router would say.</summary>
    internal IReadOnlyList<torch.Tensor> ApplyAlone(RoutingInput input, int expert)
    {
        using var scope = torch.NewDisposeScope();
        var device = input.Hidden.device;
        using var weights = RoutingWeights.Chosen(RoutingGranularity.Constant, torch.ones(1, 1, device: device), torch.tensor([(long)expert], [1, 1], device: device));
        return [.. _maps.Select(map => map.Apply(input, weights, ExpertMixing.Outputs)).ToList().ConvertAll(output => output.MoveToOuterDisposeScope())];
    }

    /// <summary>Disposes of the routing and the packed experts.</summary>
    public void Dispose()
    {
        Routing.Dispose();
        foreach (var map in _maps) map.Dispose();
    }
}
