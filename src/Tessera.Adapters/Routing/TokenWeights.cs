using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>Spreads routing weights to one row a token.</summary>
internal static class TokenWeights
{
    /// <summary>Dense weights, (tokens, E) or, with several heads, (tokens, heads, E); a first size of 1 where they hold for all tokens.</summary>
    public static torch.Tensor Spread(RoutingInput input, RoutingWeights weights, int expertCount)
    {
        var dense = weights.ToDense(expertCount).to_type(input.Hidden.dtype);
        // A single head is no heads.
        if (dense.dim() == 3 && dense.shape[1] == 1) dense = dense.squeeze(1);
        if (weights.Granularity != RoutingGranularity.PerExample) return dense;
        return input.Examples is { } examples ? dense.index_select(0, examples) : dense;
    }

    /// <summary>Refuses weights that do not fit, before libtorch does so in words that name nothing, or a device gives up.</summary>
    /// <exception cref="ArgumentException">Rows, experts, or the examples of tokens do not fit.</exception>
    public static void Check(RoutingInput input, RoutingWeights weights, int expertCount)
    {
        var tokens = input.Hidden.shape[0];
        var (rows, things) = weights.Granularity switch
        {
            RoutingGranularity.Constant => (1, "inputs"),
            RoutingGranularity.PerExample => (input.ExampleCount, "examples"),
            _ => (tokens, "tokens"),
        };
        var shape = weights.Weights.shape;
        if (weights.Count != rows || (weights.Experts is null && shape[^1] != expertCount))
            throw new ArgumentException($"{weights.Granularity} weights for {expertCount} experts have {rows} rows, not the shape ({string.Join(", ", shape)}) for {weights.Count} {things}.", nameof(weights));
        if (!weights.Weights.is_floating_point()) throw new ArgumentException($"Weights are floating-point numbers, not {weights.Weights.dtype}.", nameof(weights));
        if (weights.Experts is { } experts && FindOutside(experts, expertCount) is { } stranger)
            throw new ArgumentException($"The expert {stranger} was chosen, which is not among the {expertCount}.", nameof(weights));
        if (weights.Granularity == RoutingGranularity.PerExample) CheckExamples(input, tokens);
    }

    private static void CheckExamples(RoutingInput input, long tokens)
    {
        if (input.Examples is not { } examples)
        {
            if (input.ExampleCount == 1) return;
            throw new ArgumentException($"There are {input.ExampleCount} examples, and nothing says which example each token belongs to.", nameof(input));
        }

        if (examples.dim() != 1 || examples.shape[0] != tokens || examples.dtype != torch.ScalarType.Int64)
            throw new ArgumentException($"The examples of {tokens} tokens are ({tokens}), 64-bit, not ({string.Join(", ", examples.shape)}), {examples.dtype}.", nameof(input));
        if (FindOutside(examples, input.ExampleCount) is { } stranger)
            throw new ArgumentException($"A token belongs to example {stranger}, and there are {input.ExampleCount} examples.", nameof(input));
    }

    // Elsewhere than on the CPU, to look would be a wait for all that was begun before; there libtorch itself refuses.
    private static long? FindOutside(torch.Tensor indices, long count)
    {
        if (indices.numel() == 0 || indices.device_type != DeviceType.CPU) return null;
        using var plain = indices.contiguous();
        var numbers = TensorMemory.Span(plain);
        var place = count == 0 ? 0 : numbers.IndexOfAnyExceptInRange(0, count - 1);
        return place < 0 ? null : numbers[place];
    }
}
