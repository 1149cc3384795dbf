using System.Composition;
using Tessera.Adapters.Evaluation;
using Tessera.Adapters.Evaluation.Methods;
using Tessera.Adapters.Evaluation.Observing;
using Tessera.Sdk.Steps;

namespace Tessera.Adapters.Steps;

[Step("evaluate", Description = "Compares a base model with its experts, library by library and router by router, on tasks held out and trained on.", Options = typeof(EvaluateOptions), Deterministic = true)]
[method: ImportingConstructor]
internal sealed class EvaluateStep(EvaluateOptions options) : IPipelineStep<ComparedMethods>
{
    // Of a method's share of the progress, where its router has to be fitted first: gates that are trained take longer than all questions.
    private const double ShareOfFitting = 0.9;

    public async Task<ComparedMethods> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        var plans = MethodPlans.Of(options);
        var asked = AskedTasks.Read(options);
        var judge = new MethodJudge([.. asked.All]);
        var (values, views) = (new Dictionary<string, IReadOnlyDictionary<string, double[]>>(StringComparer.Ordinal), new List<RoutingView>());
        foreach (var (index, plan) in plans.Index())
        {
            var fitted = 0.0;
            void Fitting(double share) => Report("fitting", fitted = share * ShareOfFitting);
            void Asking(double share) => Report("asking", fitted + (share * (1 - fitted)));
            void Report(string doing, double share) => context.ReportProgress((index + share) / plans.Count, $"{doing} {plan.Name}");
            Asking(0);
            await using var method = await PreparedMethod.PrepareAsync(
                plan, options.Model, asked.Names, library => new OwnExamples(options.Model, library, asked.Learned, context.Seed.Derive("examples")), context.Seed.Derive(plan.Name), Fitting, cancellationToken).ConfigureAwait(false);
            values[plan.Name] = judge.Ask(plan.Name, new Examinee(options.Model, method.Adaptation, method.Tasks), Asking, cancellationToken);
            if (Look(method, asked, cancellationToken) is { } view) views.Add(view);
        }

        var compared = MethodStatistics.Of([Choice(context, asked, values)], options.Resamples, context.Seed.Derive("intervals"), cancellationToken);
        MethodReport.Tell(compared, context, options.InSummary);
        foreach (var finding in views.SelectMany(RoutingFindings.Of)) context.AddFinding(finding);
        return compared;
    }

    private RoutingView? Look(PreparedMethod method, AskedTasks asked, CancellationToken cancellationToken) => options.RoutingExamples == 0 ? null
        : RoutingObservation.Look(method, options.Model, [.. asked.All.Select(task => (task.Name, (IReadOnlyList<Question>)[.. task.Questions.Take(options.RoutingExamples)]))], cancellationToken);

    private static EvaluatedChoice Choice(IStepContext context, AskedTasks asked, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double[]>> values)
    {
        IReadOnlyList<string> heldOut = [.. asked.HeldOut.Select(task => task.Name)], training = [.. asked.Training.Select(task => task.Name)];
        var examples = values.ToDictionary(method => method.Key, method => (IReadOnlyDictionary<string, string>)method.Value.ToDictionary(task => task.Key, task => ScoreTexts.Write(task.Value)));
        return new EvaluatedChoice(context.StepName, context.Seed.ToString(), heldOut, training, MethodStatistics.MeansOf(heldOut, training, values), examples);
    }
}
