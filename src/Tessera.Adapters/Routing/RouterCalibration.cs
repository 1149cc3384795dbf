using Tessera.Adapters.Models;
using Tessera.Adapters.Training;
using Tessera.Adapters.Training.Optimisation;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>Fits routings to the experts' own examples: lets them observe, one expert after another, and trains what they learn.</summary>
public static class RouterCalibration
{
    /// <summary>Whether some routing of a library waits for examples.</summary>
    /// <param name="experts">The routed library.</param>
    /// <returns>Whether <see cref="Run"/> has something to do.</returns>
    public static bool IsNeeded(RoutedExperts experts)
    {
        ArgumentNullException.ThrowIfNull(experts);
        return Waiting(experts).Any();
    }

    /// <summary>Fits all routings that wait for it.</summary>
    /// <param name="model">The base model.</param>
    /// <param name="experts">The routed library.</param>
    /// <param name="examples">The experts' own examples.</param>
    /// <param name="progress">Told which share of the experts has been observed and learned from.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static void Run(CausalModel model, RoutedExperts experts, CalibrationExamples examples, Action<double> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(experts);
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(progress);
        var waiting = Waiting(experts).ToList();
        if (waiting.Count == 0) return;
        var (count, steps) = (waiting.Max(routing => routing.Plan.Examples), waiting.Max(routing => routing.Plan.Steps));
        for (var expert = 0; expert < experts.ExpertCount; expert++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress((double)expert / experts.ExpertCount);
            if (count > 0) Observe(model, experts, expert, examples.Take(expert, count));
            if (steps > 0) Train(experts, waiting, expert, steps, examples, cancellationToken);
        }

        foreach (var routing in waiting) routing.Complete();
    }

    private static IEnumerable<ICalibratedRouting> Waiting(RoutedExperts experts) =>
        experts.Groups.Select(group => group.Routing).OfType<ICalibratedRouting>().Where(routing => !routing.IsCalibrated);

    private static void Observe(CausalModel model, RoutedExperts experts, int expert, IEnumerable<TokenBatch> batches)
    {
        using var frozen = torch.no_grad();
        var adaptation = new RoutedAdaptation(experts)
        {
            OwnExpert = expert,
            Observer = (group, input, batch) =>
            {
                if (group.Routing is ICalibratedRouting { IsCalibrated: false } routing) routing.Observe(expert, WithoutPadding(input, batch));
            },
        };
        foreach (var batch in batches)
        {
            using var scope = torch.NewDisposeScope();
            using var tokens = batch.Tokens;
            model.Run(batch, adaptation);
        }
    }

    private static void Train(RoutedExperts experts, List<ICalibratedRouting> waiting, int expert, int steps, CalibrationExamples examples, CancellationToken cancellationToken)
    {
        var adaptation = new RoutedAdaptation(experts) { OwnExpert = expert };
        // Begun anew for each expert, so that the gates of others stay where they are.
        var learned = waiting.SelectMany((routing, place) => routing.Parameters.Select(parameter => new TrainedParameter($"{place}.{parameter.Key}", parameter.Value, ParameterKind.Routing)));
        using var optimiser = new AdamW([.. learned], members: 1, new AdamWOptions());
        for (var step = 0; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            examples.Loss(expert, step, adaptation).backward();
            optimiser.Apply(_ => waiting[0].Plan.LearningRate);
        }
    }

    private static RoutingInput WithoutPadding(RoutingInput input, TokenBatch batch)
    {
        var length = (int)(input.Hidden.shape[0] / batch.Lengths.Count);
        if (batch.Lengths.All(count => count == length)) return input;
        long[] real = [.. batch.Lengths.SelectMany((count, sequence) => Enumerable.Range(sequence * length, count)).Select(token => (long)token)];
        var places = torch.tensor(real, device: input.Hidden.device);
        return input with { Hidden = input.Hidden.index_select(0, places), Examples = input.Examples?.index_select(0, places) };
    }
}
