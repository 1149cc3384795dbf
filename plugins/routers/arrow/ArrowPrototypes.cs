using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Routers.Arrow;

/// <summary>The prototypes of the experts that adapt a map.</summary>
/// <param name="Directions">One unit vector a row, (P, d_in), in single precision, or in double where factors are.</param>
/// <param name="Experts">The expert that each row belongs to, (P), 64-bit, ascending.</param>
/// <param name="AreOfAll">Whether every expert has one, so that rows are experts.</param>
internal sealed record ArrowPrototypes(torch.Tensor Directions, torch.Tensor Experts, bool AreOfAll) : IDisposable
{
    private const string DirectionsName = "prototypes";
    private const string ExpertsName = "experts";

    public static ArrowPrototypes Compute(IReadOnlyList<ExpertBank> banks)
    {
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
        return new ArrowPrototypes(stacked.MoveToOuterDisposeScope(), torch.tensor(experts.ToArray(), torch.ScalarType.Int64, stacked.device).MoveToOuterDisposeScope(), experts.Count == banks[0].Count);
    }

    public static ArrowPrototypes Restore(IReadOnlyDictionary<string, torch.Tensor> state, ExpertBank bank)
    {
        if (!state.TryGetValue(DirectionsName, out var directions) || !state.TryGetValue(ExpertsName, out var experts)
            || directions.dim() != 2 || !directions.is_floating_point() || directions.shape[1] != bank.Map.InputSize || experts.dim() != 1 || experts.shape[0] != directions.shape[0]
            || experts.dtype != torch.ScalarType.Int64 || (experts.shape[0] > 0 && (experts.min().ToInt64() < 0 || experts.max().ToInt64() >= bank.Count)))
            throw new TesseraException(Diagnostic.Error(
                "TESS5101", $"The saved routing does not fit {bank.Map.Name} with {bank.Count} experts.",
                remedy: $"Arrow saves '{DirectionsName}' (experts, {bank.Map.InputSize}) and '{ExpertsName}'. Compute the prototypes anew from the library."));
        using var held = experts.cpu();
        return new ArrowPrototypes(directions.clone(), experts.clone(), held.data<long>().SequenceEqual(Enumerable.Range(0, bank.Count).Select(expert => (long)expert)));
    }

    public Dictionary<string, torch.Tensor> ToState() => new() { [DirectionsName] = Directions, [ExpertsName] = Experts };

    public void Dispose()
    {
        Directions.Dispose();
        Experts.Dispose();
    }
}
