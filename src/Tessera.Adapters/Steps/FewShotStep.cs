using System.Composition;
using Tessera.Adapters.Evaluation;
using Tessera.Adapters.Evaluation.Metrics;
using Tessera.Adapters.Models.Generation;
using Tessera.Adapters.Models.Lora;
using Tessera.Adapters.Tasks;
using Tessera.Adapters.Training;
using Tessera.Adapters.Training.FewShot;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Steps;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Steps;

/// <summary>Learns each held-out task from a few of its examples, in several ways, and compares them on its test examples.</summary>
/// <remarks>An interrupted step goes on from its last checkpoint.</remarks>
/// <param name="options">Model, tasks and methods.</param>
/// <param name="time">Measures how long it takes.</param>
[Step("few-shot", Description = "Learns held-out tasks from few examples, in several ways (LoRA, Poly, MHR, -z, -µ), and compares them.", Options = typeof(FewShotOptions))]
[method: ImportingConstructor]
internal sealed class FewShotStep(FewShotOptions options, TimeProvider time) : IPipelineStep<ComparedMethods>, IResumableStep
{
    public async Task<ComparedMethods> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        foreach (var method in options.Methods) FewShotTraining.Check(method);
        var tasks = ReadTasks();
        var metrics = new MetricChoice(options.Metric, options.Scoring, new GenerationOptions());
        var asked = tasks.Select(task => new AskedTask(task.Name, metrics.For(task.Name, task.Test), [.. task.Test.Select(example => new Question(task.Name, example))])).ToList();
        var checkpoints = Path.Combine(context.Folder, "checkpoints");
        var training = new FewShotTraining(options, tasks, context.Seed, checkpoints);
        var rounds = options.SideBySide is { } size ? (tasks.Count + size - 1) / size : 1;
        var (watch, values, losses) = (new TrainingWatch(context, time, options.Methods.Count * rounds * options.Steps), new Dictionary<string, IReadOnlyDictionary<string, double[]>>(StringComparer.Ordinal), new List<IReadOnlyList<float>>());
        foreach (var (index, method) in options.Methods.Index())
        {
            await using var router = FewShotTraining.RouterOf(method);
            (values[method.Name], var curve) = Judge(method, router?.Value, (before, told) => watch.Tell(index * rounds * options.Steps + before, told));
            losses.Add(curve);
        }

        var compared = MethodStatistics.Of([Choice(context, asked, values)], options.Resamples, context.Seed.Derive("intervals"), cancellationToken);
        MethodReport.Tell(compared, context, options.InSummary);
        context.AddFinding(new TrainingCurves([.. options.Methods.Select(method => method.Name)], losses).Series);
        if (Directory.Exists(checkpoints)) Directory.Delete(checkpoints, recursive: true);
        return compared;

        // Apart from what is awaited: a dispose scope belongs to one thread.
        (IReadOnlyDictionary<string, double[]> Values, IReadOnlyList<float> Losses) Judge(FewShotMethod method, IRouter? router, Action<int, TrainingProgress> told)
        {
            using var scope = torch.NewDisposeScope();
            var outcome = training.Learn(method, router, scope, told, cancellationToken);
            return (asked.Index().ToDictionary(task => task.Item.Name, task => Ask(method, task.Item, outcome.Adapted[task.Index], cancellationToken), StringComparer.Ordinal),
                [.. Enumerable.Range(0, options.Steps).Select(step => outcome.Losses.Average(task => task[step]))]);
        }
    }

    private double[] Ask(FewShotMethod method, AskedTask task, IReadOnlyDictionary<string, LoraFactors> adapted, CancellationToken cancellationToken)
    {
        using var lora = LoraAdaptation.Of(adapted, options.Model.Model);
        return new MethodJudge([task]).Ask(method.Name, new Examinee(options.Model, lora), _ => { }, cancellationToken)[task.Name];
    }

    private List<SplitTask> ReadTasks()
    {
        if (options.Methods.GroupBy(method => method.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice) throw Unfit($"Two methods are named '{twice.Key}'.", "Give each method a name of its own.");
        if (options.Tasks.HeldOut.Count == 0 || options.Tasks.TestExamples == 0) throw Unfit("No task is held out that could be learned and judged.", "Hold tasks out in step/split-tasks, and keep test examples.");
        if (options.Tasks.TrainingExamples < options.Examples) throw Unfit($"{options.Examples} examples of each task are to be learned from, and the split keeps {options.Tasks.TrainingExamples}.", "Ask for fewer examples, or let step/split-tasks keep more trainingExamples.");
        return [.. options.Tasks.ReadHeldOut().Select(task => task with { Training = [.. task.Training.Take(options.Examples)] })];
    }

    private static EvaluatedChoice Choice(IStepContext context, IReadOnlyList<AskedTask> asked, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double[]>> values)
    {
        IReadOnlyList<string> names = [.. asked.Select(task => task.Name)];
        var examples = values.ToDictionary(method => method.Key, method => (IReadOnlyDictionary<string, string>)method.Value.ToDictionary(task => task.Key, task => ScoreTexts.Write(task.Value)));
        return new EvaluatedChoice(context.StepName, context.Seed.ToString(), names, [], MethodStatistics.MeansOf(names, [], values), examples);
    }

    private static TesseraException Unfit(string message, string remedy) => new(Diagnostic.Error("TESS5553", message, remedy: remedy));
}
