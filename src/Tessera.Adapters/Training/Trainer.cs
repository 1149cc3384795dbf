using Tessera.Adapters.Models;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Losses;
using Tessera.Adapters.Training.Optimisation;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;
using TorchSharp;

namespace Tessera.Adapters.Training;

/// <summary>Trains an adaptation beside a frozen base model.</summary>
/// <param name="model">The base model.</param>
/// <param name="loss">What is made small.</param>
/// <param name="options">How.</param>
public sealed class Trainer(CausalModel model, ITrainingLoss loss, TrainingOptions options)
{
    /// <summary>Trains, and goes on from a checkpoint where there is one: with the same result, bit by bit, as without an interruption.</summary>
    /// <param name="trained">What is trained; it is changed.</param>
    /// <param name="examples">The examples of each step.</param>
    /// <param name="seed">The origin of random choices within the steps.</param>
    /// <param name="checkpoint">Where progress is kept; null for nowhere.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>The mean loss of each member in each step, those before an interruption included.</returns>
    /// <exception cref="TesseraException">The loss of a member is no finite number any more (TESS5501), or the checkpoint is of something else (TESS5502).</exception>
    public IReadOnlyList<IReadOnlyList<float>> Run(ITrainable trained, IExampleStream examples, Seed seed, TrainingCheckpoint? checkpoint = null, Action<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trained);
        ArgumentNullException.ThrowIfNull(examples);
        var threads = options.Threads ?? (model.Device.type == DeviceType.CPU ? Environment.ProcessorCount : 1);
        var passes = new TrainingPasses(model, loss, options.TokensPerPass, threads);
        using var optimiser = new AdamW(trained.Parameters, trained.Members, options.Optimiser, threads);
        List<IReadOnlyList<float>> told = [.. checkpoint?.Restore(trained, optimiser) ?? []];
        for (var step = optimiser.Step; step < options.Schedule.Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            trained.Prepare(step);
            var losses = passes.Run(trained, examples.Take(step), new LossContext(Training: true, seed.Derive("step", step)));
            RefuseInfinite(losses, step);
            told.Add(losses);
            var share = options.Schedule.ShareOf(step);
            optimiser.Apply(kind => share * (kind == ParameterKind.Routing ? options.RoutingLearningRate : options.LearningRate));
            progress?.Invoke(new TrainingProgress(step, losses));
            if ((step + 1) % options.CheckpointEvery == 0 || step + 1 == options.Schedule.Steps) checkpoint?.Save(trained, optimiser, told);
        }

        return told;
    }

    private static void RefuseInfinite(float[] losses, int step)
    {
        if (Array.FindIndex(losses, value => !float.IsFinite(value)) is var member and >= 0)
            throw new TesseraException(Diagnostic.Error("TESS5501", $"In step {step} the loss of member {member} is {losses[member]}.", remedy: "Train with a smaller learning rate, a bound on the gradient (clip), or more warm-up."));
    }
}
