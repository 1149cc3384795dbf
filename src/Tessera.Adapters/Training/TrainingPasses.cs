using Tessera.Adapters.Models;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Losses;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Training;

/// <summary>
/// Forward and backward passes of a step. Where members can be taken in parts, a step is cut into passes whose hidden states stay near
/// the processor, and several go on at once, each on one thread: small operations gain nothing from more, and wait for each other instead.
/// </summary>
internal sealed class TrainingPasses(CausalModel model, ITrainingLoss loss, int tokensPerPass, int threads)
{
    /// <summary>Adds the gradients of a step to those of the parameters.</summary>
    /// <returns>The mean loss of each member.</returns>
    public float[] Run(ITrainable trained, IReadOnlyList<TrainingExample> examples, LossContext context)
    {
        var ordered = ByLength(examples, trained.Members);
        var share = examples.Count / trained.Members;
        var slices = PassSlice.Cut(ordered, trained.Members, tokensPerPass).ToList();
        var parts = new List<ITrainedPart>();
        try
        {
            foreach (var slice in slices)
            {
                if (trained.Part(slice.FirstMember, slice.Members, isAlone: slice.Examples == slice.Members * share) is not { } part) return RunTogether(trained, examples, context);
                parts.Add(part);
            }

            var sums = new float[slices.Count][];
            SideBySide.Run(slices.Count, threads, index =>
            {
                var slice = slices[index];
                // What is drawn for a sequence is not drawn again for that at the same place of another pass.
                var own = context with { Seed = context.Seed.Derive("pass", index) };
                sums[index] = Learn(parts[index], parts[index].Learn, [.. ordered.Skip(slice.FirstExample).Take(slice.Examples)], slice.Members, share, own);
            });
            foreach (var part in parts) part.Gather();
            return Add(slices, sums, trained.Members);
        }
        finally
        {
            foreach (var part in parts) part.Dispose();
        }
    }

    private float[] RunTogether(ITrainable trained, IReadOnlyList<TrainingExample> examples, LossContext context) =>
        Learn(trained, sum => sum.backward(), examples, trained.Members, examples.Count / trained.Members, context);

    private float[] Learn(IAdaptation adaptation, Action<torch.Tensor> learn, IReadOnlyList<TrainingExample> examples, int members, int share, LossContext context)
    {
        using var scope = torch.NewDisposeScope();
        var perMember = loss.Evaluate(model, adaptation, examples, context).reshape(members, -1).sum([1]).Over(share);
        // Members do not touch each other's parameters: the gradient of the sum is that of each by itself.
        learn(perMember.sum());
        return perMember.detach().to_type(torch.ScalarType.Float32).cpu().data<float>().ToArray();
    }

    // Neighbours in a pass are padded to the longest: those of a member go by their length.
    private static IReadOnlyList<TrainingExample> ByLength(IReadOnlyList<TrainingExample> examples, int members) =>
        [.. examples.Chunk(Math.Max(1, examples.Count / members)).SelectMany(own => own.OrderByDescending(PassSlice.LengthOf))];

    private static float[] Add(List<PassSlice> slices, float[][] sums, int members)
    {
        var losses = new float[members];
        for (var slice = 0; slice < slices.Count; slice++)
        {
            for (var member = 0; member < slices[slice].Members; member++) losses[slices[slice].FirstMember + member] += sums[slice][member];
        }

        return losses;
    }
}
