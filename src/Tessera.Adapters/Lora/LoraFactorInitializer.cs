using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Lora;

/// <summary>Makes the factors with which the training of a LoRA begins. The numbers depend on the seed alone, on every machine.</summary>
public static class LoraFactorInitializer
{
    // Of He's rule with a slope of √5, as MTTL applies it: √(2 / (1 + 5)).
    private static readonly double MttlGain = Math.Sqrt(2.0 / 6);

    /// <summary>Makes the factors of a map.</summary>
    /// <param name="initialization">How A begins.</param>
    /// <param name="map">The map.</param>
    /// <param name="rank">The rank, at least 1.</param>
    /// <param name="scaling">The factor of the product.</param>
    /// <param name="seed">The origin of A's numbers.</param>
    /// <param name="type">The element type.</param>
    /// <returns>New factors in single precision or as asked for: A random, B zero.</returns>
    public static LoraFactors Create(LoraInitialization initialization, LinearMap map, int rank, double scaling, Seed seed, torch.ScalarType type = torch.ScalarType.Float32)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        var random = seed.CreateRandom();
        var values = new double[rank * map.InputSize];
        Func<double> draw = initialization switch
        {
            LoraInitialization.Mttl => () => Uniform(random, MttlGain / Math.Sqrt(map.InputSize)),
            LoraInitialization.Peft => () => Uniform(random, 1 / Math.Sqrt(map.InputSize)),
            LoraInitialization.Gaussian => () => Normal(random) / rank,
            LoraInitialization.FanIn => () => Normal(random) / Math.Sqrt(map.InputSize),
            _ => throw new ArgumentOutOfRangeException(nameof(initialization), initialization, "There is no such initialization."),
        };
        for (var i = 0; i < values.Length; i++) values[i] = draw();
        return new LoraFactors(torch.tensor(values, [rank, map.InputSize], type), torch.zeros(map.OutputSize, rank, type), scaling);
    }

    private static double Uniform(Random random, double bound) => (2 * random.NextDouble() - 1) * bound;

    // Box and Muller.
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
