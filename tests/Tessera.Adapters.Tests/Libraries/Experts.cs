using Tessera.Adapters.Library;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Libraries;

/// <summary>Small experts of a made-up model.</summary>
internal static class Experts
{
    public const string Query = "model.layers.0.self_attn.q_proj", Down = "model.layers.1.mlp.down_proj";

    public static LoraFactors Factors(int seed, int inputs = 6, int outputs = 4, int rank = 2, double scaling = 1, torch.ScalarType type = torch.ScalarType.Float32)
    {
        var numbers = new Tessera.Sdk.Randomness.Seed((ulong)seed).CreateRandom();
        return new LoraFactors(Tensors.Random(numbers, rank, inputs).to_type(type), Tensors.Random(numbers, outputs, rank).to_type(type), scaling);
    }

    public static ExpertDraft Draft(string name, int seed, int rank = 2, double scaling = 1, ExpertRecord? record = null, torch.ScalarType type = torch.ScalarType.Float32) => new()
    {
        Name = name,
        Factors = new Dictionary<string, LoraFactors> { [Query] = Factors(seed, rank: rank, scaling: scaling, type: type), [Down] = Factors(seed + 1000, 8, 6, rank, scaling, type) },
        Record = record ?? new ExpertRecord(),
    };

    /// <summary>ΔW in double precision, by the definition.</summary>
    public static torch.Tensor Delta(this LoraFactors factors) =>
        factors.B.to_type(torch.ScalarType.Float64).mm(factors.A.to_type(torch.ScalarType.Float64)).Times(factors.Scaling);

    public static torch.Tensor Delta(this ExpertLibrary library, string expert, string map)
    {
        var factors = library.Read(library.IndexOf(expert), library.Maps.Select(candidate => candidate.Name).ToList().IndexOf(map));
        return factors!.Delta();
    }

    public static int IndexOf(this IExpertLibrary library, string expert) => library.Experts.Select(candidate => candidate.Name).ToList().IndexOf(expert);
}
