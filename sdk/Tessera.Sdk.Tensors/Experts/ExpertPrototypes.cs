using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Sdk.Tensors.Experts;

/// <summary>
/// The prototypes of the experts that adapt a map, or maps that are tied: of each the direction of the input that its ΔW stretches most, its leading right
/// singular vector (Ostapenko et al. 2024, arXiv:2405.11157). They are exact, and no ΔW is formed for them.
/// </summary>
/// <param name="Directions">One unit vector a row, (P, d_in), in single precision, or in double where factors are; its largest entry is positive. Zero for an expert that changes nothing.</param>
/// <param name="Experts">The expert that each row belongs to, (P), 64-bit, ascending.</param>
/// <param name="AreOfAll">Whether every expert has one, so that rows are experts.</param>
public sealed record ExpertPrototypes(torch.Tensor Directions, torch.Tensor Experts, bool AreOfAll) : IDisposable
{
    private const string DirectionsName = "prototypes";
    private const string ExpertsName = "experts";

    /// <summary>Finds the prototypes.</summary>
    /// <param name="banks">The banks of the map, or of all maps that are tied.</param>
    /// <returns>The prototypes, which the caller disposes of.</returns>
    public static ExpertPrototypes Compute(IReadOnlyList<ExpertBank> banks)
    {
        ArgumentNullException.ThrowIfNull(banks);
        using var scope = torch.NewDisposeScope();
        var (directions, experts) = (new List<torch.Tensor>(), new List<long>());
        for (var expert = 0; expert < banks[0].Count; expert++)
        {
            var tied = banks.Select(bank => bank.Factors[expert]).OfType<LoraFactors>().ToList();
            if (tied.Count == 0) continue;
            experts.Add(expert);
            directions.Add(LeadingDirection.Of(tied));
        }

        // One expert in double precision makes them all so.
        if (directions.Exists(direction => direction.dtype == torch.ScalarType.Float64)) directions = directions.ConvertAll(direction => direction.to_type(torch.ScalarType.Float64));
        var stacked = directions.Count == 0 ? torch.zeros(0, banks[0].Map.InputSize) : torch.stack(directions, 0);
        return new ExpertPrototypes(stacked.MoveToOuterDisposeScope(), torch.tensor(experts.ToArray(), torch.ScalarType.Int64, stacked.device).MoveToOuterDisposeScope(), experts.Count == banks[0].Count);
    }

    /// <summary>Makes prototypes of those that were saved.</summary>
    /// <param name="state">What <see cref="ToState"/> gave.</param>
    /// <param name="bank">The bank of the map.</param>
    /// <returns>Copies, which the caller disposes of; null where they do not fit the map or the experts.</returns>
    public static ExpertPrototypes? Restore(IReadOnlyDictionary<string, torch.Tensor> state, ExpertBank bank)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(bank);
        using var scope = torch.NewDisposeScope();
        if (!state.TryGetValue(DirectionsName, out var directions) || !state.TryGetValue(ExpertsName, out var experts)
            || directions.dim() != 2 || !directions.is_floating_point() || directions.shape[1] != bank.Map.InputSize || experts.dim() != 1 || experts.shape[0] != directions.shape[0]
            || experts.dtype != torch.ScalarType.Int64 || (experts.shape[0] > 0 && (experts.min().Index() < 0 || experts.max().Index() >= bank.Count)))
            return null;
        var held = experts.cpu();
        return new ExpertPrototypes(directions.clone().MoveToOuterDisposeScope(), experts.clone().MoveToOuterDisposeScope(), held.data<long>().SequenceEqual(Enumerable.Range(0, bank.Count).Select(expert => (long)expert)));
    }

    /// <summary>The scores of tokens, x · prototype, whose magnitude counts; in single precision, or in double where tokens or prototypes are. Nothing is normalised.</summary>
    /// <param name="hidden">The tokens, (n, d_in), on any device.</param>
    /// <returns>A new tensor, (n, P).</returns>
    public torch.Tensor Score(torch.Tensor hidden)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        var type = hidden.dtype == torch.ScalarType.Float64 || Directions.dtype == torch.ScalarType.Float64 ? torch.ScalarType.Float64 : torch.ScalarType.Float32;
        using var scope = torch.NewDisposeScope();
        return hidden.to_type(type).mm(Directions.to(hidden.device).to_type(type).t()).MoveToOuterDisposeScope();
    }

    /// <summary>The prototypes by name, to be saved; the tensors stay theirs.</summary>
    public Dictionary<string, torch.Tensor> ToState() => new() { [DirectionsName] = Directions, [ExpertsName] = Experts };

    /// <summary>Disposes of the tensors.</summary>
    public void Dispose()
    {
        Directions.Dispose();
        Experts.Dispose();
    }
}
