using Tessera.Sdk.Randomness;
using TorchSharp;

namespace Tessera.Adapters.Training.Experts;

/// <summary>How the factor A of a LoRA begins; B begins at zero.</summary>
public enum FactorInitialization
{
    /// <summary>Uniform up to 0.577 / √d_in, as in MTTL.</summary>
    Mttl,

    /// <summary>Uniform up to 1 / √d_in, as in PEFT.</summary>
    Peft,

    /// <summary>Normal with the variance 1 / d_in, which keeps the size of hidden states.</summary>
    Normal,
}

/// <summary>Draws first factors.</summary>
public static class FactorInitializations
{
    /// <summary>Draws a factor A.</summary>
    /// <param name="initialization">How.</param>
    /// <param name="rank">Its rows.</param>
    /// <param name="inputSize">Its columns, d_in.</param>
    /// <param name="seed">The origin of the numbers, which are the same on every machine.</param>
    /// <returns>A new tensor, (rank, d_in), in single precision.</returns>
    public static torch.Tensor Draw(this FactorInitialization initialization, int rank, int inputSize, Seed seed)
    {
        var random = seed.CreateRandom();
        var values = new float[rank * inputSize];
        var scale = 1 / Math.Sqrt(inputSize);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(initialization switch
            {
                FactorInitialization.Mttl => scale * Math.Sqrt(1.0 / 3) * (2 * random.NextDouble() - 1),
                FactorInitialization.Peft => scale * (2 * random.NextDouble() - 1),
                _ => scale * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()),
            });
        }

        return torch.tensor(values, [rank, inputSize]);
    }
}
