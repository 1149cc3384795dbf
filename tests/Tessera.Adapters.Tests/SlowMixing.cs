using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Adapters.Tests;

/// <summary>What routed experts add to a map's output, written down token by token in plain loops.</summary>
internal static class SlowMixing
{
    /// <param name="bank">The experts.</param>
    /// <param name="hidden">(tokens, d_in).</param>
    /// <param name="weight">The weight of an expert for a token and a head.</param>
    /// <param name="heads">How many heads there are.</param>
    /// <param name="mixing">What is mixed.</param>
    public static double[,] Apply(ExpertBank bank, double[,] hidden, Func<int, int, int, double> weight, int heads, ExpertMixing mixing)
    {
        var (inputs, outputs) = (bank.Map.InputSize, bank.Map.OutputSize);
        var result = new double[hidden.GetLength(0), outputs];
        for (var token = 0; token < hidden.GetLength(0); token++)
        {
            var rank = bank.Factors.Max(factors => factors?.Rank ?? 0);
            var (a, b) = (new double[rank, inputs], new double[outputs, rank]);
            for (var expert = 0; expert < bank.Count; expert++)
            {
                if (bank.Factors[expert] is not { } factors) continue;
                var (expertA, expertB, root) = (factors.A.ToMatrix(), factors.B.ToMatrix(), Math.Sqrt(factors.Scaling));
                if (mixing == ExpertMixing.Outputs)
                {
                    for (var o = 0; o < outputs; o++)
                    for (var r = 0; r < factors.Rank; r++)
                    for (var i = 0; i < inputs; i++)
                        result[token, o] += weight(token, 0, expert) * factors.Scaling * expertB[o, r] * expertA[r, i] * hidden[token, i];
                    continue;
                }

                for (var r = 0; r < factors.Rank; r++)
                {
                    for (var i = 0; i < inputs; i++) a[r, i] += weight(token, i * heads / inputs, expert) * root * expertA[r, i];
                    for (var o = 0; o < outputs; o++) b[o, r] += weight(token, o * heads / outputs, expert) * root * expertB[o, r];
                }
            }

            if (mixing == ExpertMixing.Outputs) continue;
            for (var o = 0; o < outputs; o++)
            for (var r = 0; r < rank; r++)
            for (var i = 0; i < inputs; i++)
                result[token, o] += b[o, r] * a[r, i] * hidden[token, i];
        }

        return result;
    }
}
