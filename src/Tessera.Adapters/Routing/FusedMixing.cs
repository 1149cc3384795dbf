using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>
/// Mixes the few experts that each token chose, in two passes over memory and without a matrix in between: A x of all choices, expert by
/// expert, so that its factor stays in the cache; then the mixed sums B z, block by block of the output, so that each number is written once.
/// </summary>
/// <remarks>
/// In single precision on the CPU, where no gradients are needed. Every number is summed in an order that depends neither on the other tokens
/// nor on the number of threads.
/// </remarks>
internal static unsafe class FusedMixing
{
    /// <summary>Fewer multiplications than these are not worth a second thread.</summary>
    private const long WorthThreads = 1 << 18;

    /// <summary>The most numbers that the results of the first pass may take.</summary>
    private const long MostInner = 1 << 28;

    public static bool CanApply(PackedExperts experts, RoutingInput input, TokenChoices choices) =>
        TensorMemory.IsPlain(input.Hidden, torch.ScalarType.Float32) && TensorMemory.IsPlain(experts.A, torch.ScalarType.Float32) && TensorMemory.IsPlain(experts.Written, torch.ScalarType.Float32)
        && choices.Weights.device_type == DeviceType.CPU && input.Hidden.shape[0] * choices.Width * experts.Layout.MostRank < MostInner
        && !(torch.is_grad_enabled() && (experts.A.requires_grad || experts.Written.requires_grad || input.Hidden.requires_grad || choices.Weights.requires_grad));

    public static torch.Tensor Apply(PackedExperts experts, RoutingInput input, TokenChoices choices, ExpertMixing mixing)
    {
        var (layout, hidden) = (experts.Layout, input.Hidden);
        var (tokens, width, rank) = ((int)hidden.shape[0], choices.Width, layout.MostRank);
        var (inputs, outputs) = ((int)hidden.shape[1], (int)experts.B.shape[1]);
        var output = torch.empty(tokens, outputs);
        using var inner = torch.empty((long)tokens * width, rank);
        var chosen = TensorMemory.Integers(choices.Experts.contiguous());
        var weights = TensorMemory.Floats(choices.Weights.contiguous());
        var h = TensorMemory.Floats(inner);
        var threads = (long)tokens * width * rank * (inputs + outputs) < WorthThreads ? 1 : torch.get_num_threads();

        var slots = ExpertSlots.Sort(new ReadOnlySpan<long>(chosen, tokens * width), layout.Count);
        var reads = new FusedReads(layout, TensorMemory.Floats(experts.A), TensorMemory.Floats(hidden), inputs, width, h);
        InParallel(threads, slots.Order.Length, (from, to) => reads.Run(slots, from, to));
        if (mixing == ExpertMixing.Outputs) FusedSums.ScaleOutputs(layout, chosen, weights, h, tokens * width);
        else FusedSums.MixParameters(layout, chosen, weights, h, tokens, width);
        var writes = new FusedWrites(layout, TensorMemory.Floats(experts.Written), (int)experts.Written.shape[1], chosen, h, width, TensorMemory.Floats(output), outputs);
        InParallel(threads, writes.Blocks, (from, to) => writes.Run(tokens, from, to));
        return output;
    }

    private static void InParallel(int threads, int count, Action<int, int> run)
    {
        if (threads <= 1) run(0, count);
        else Parallel.For(0, threads, part => run((int)((long)count * part / threads), (int)((long)count * (part + 1) / threads)));
    }
}
