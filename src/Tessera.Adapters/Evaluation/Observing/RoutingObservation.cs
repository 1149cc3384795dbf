using Tessera.Adapters.Evaluation.Methods;
using Tessera.Adapters.Models;
using Tessera.Adapters.Routing;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Evaluation.Observing;

/// <summary>Watches how a method routes a few examples of each task. Which experts a router chooses hardly changes with more of them.</summary>
internal static class RoutingObservation
{
    /// <summary>Lets the model read right answers, and sums up the weights.</summary>
    /// <param name="method">The method.</param>
    /// <param name="model">The model.</param>
    /// <param name="examples">The examples of each task.</param>
    /// <param name="cancellationToken">Ends the work between two tasks.</param>
    /// <returns>What was seen; null where nothing is routed, or where every input is routed alike.</returns>
    public static RoutingView? Look(PreparedMethod method, LanguageModelFolder model, IReadOnlyList<(string Task, IReadOnlyList<Question> Questions)> examples, CancellationToken cancellationToken)
    {
        if (method.Routed is not { } routed) return null;
        var (tasks, depends) = (new List<IReadOnlyList<double[]>>(), false);
        var examinee = new Examinee(model, tasks: method.Tasks);
        foreach (var (task, questions) in examples)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var seen = new Dictionary<RoutedGroup, double[]>();
            var adaptation = new RoutedAdaptation(routed)
            {
                WeightsObserver = (group, weights, batch) =>
                {
                    depends |= weights.Granularity != RoutingGranularity.Constant;
                    seen[group] = Mean(weights, batch, routed.ExpertCount);
                },
            };
            using var scope = torch.NewDisposeScope();
            using var frozen = torch.no_grad();
            var texts = questions.Select(question => question.Choices(examinee.Texts)[0].Tokens).Select(tokens => (IReadOnlyList<int>)[.. tokens.Take(model.Model.ContextLength)]).ToList();
            model.Model.Run(TokenBatch.Of(texts, model.Model.Device, [.. questions.Select(_ => examinee.NumberOf(task))]), adaptation);
            if (!depends) return null;
            tasks.Add([.. routed.Groups.Select(group => seen.GetValueOrDefault(group) ?? new double[routed.ExpertCount])]);
        }

        return new RoutingView(method.Plan.Name, [.. routed.Groups.Select(group => group.Maps[0].Name)], [.. examples.Select(pair => pair.Task)], [.. method.Plan.Experts!.Experts.Select(expert => expert.Name)], tasks);
    }

    // Over heads and over whatever has weights, without the tokens that only pad.
    private static double[] Mean(RoutingWeights weights, TokenBatch batch, int experts)
    {
        using var scope = torch.NewDisposeScope();
        var dense = weights.ToDense(experts).to_type(torch.ScalarType.Float64);
        if (dense.dim() == 3) dense = dense.mean([1L]);
        if (weights.Granularity == RoutingGranularity.PerToken)
        {
            var length = batch.Tokens.shape[1];
            long[] real = [.. batch.Lengths.SelectMany((count, row) => Enumerable.Range(0, count).Select(place => row * length + place))];
            dense = dense.index_select(0, torch.tensor(real, device: dense.device));
        }

        return dense.mean([0L]).cpu().data<double>().ToArray();
    }
}
