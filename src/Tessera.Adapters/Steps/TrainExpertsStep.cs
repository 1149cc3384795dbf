using System.Composition;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Adapters.Library;
using Tessera.Adapters.Training;
using Tessera.Adapters.Training.Experts;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Steps;

namespace Tessera.Adapters.Steps;

/// <summary>Trains LoRA experts side by side in one pass over one frozen base: one for each task, one for each cluster of tasks, or one for all.</summary>
/// <remarks>An interrupted step goes on from its last checkpoint, and ends with the same bytes.</remarks>
/// <param name="options">Model, tasks and how they are trained.</param>
/// <param name="time">Measures how long it takes.</param>
[Step("train-experts", Description = "Trains LoRA experts side by side: for each task, for each cluster of tasks, or one for all.", Options = typeof(TrainExpertsOptions), Deterministic = true)]
[method: ImportingConstructor]
internal sealed class TrainExpertsStep(TrainExpertsOptions options, TimeProvider time) : IPipelineStep<ExpertLibrary>, IResumableStep
{
    public Task<ExpertLibrary> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        var plans = Plan();
        var (folder, checkpoints) = (Path.Combine(context.Folder, "library"), Path.Combine(context.Folder, "checkpoints"));
        // What an interrupted attempt wrote is written again from its checkpoints.
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var training = new ExpertTraining
        {
            Model = options.Model,
            Settings = options.ToSettings() with { HasCommonStart = options.CommonStart },
            Initialization = options.Initialization,
            Start = options.Start,
            Loss = options.Loss,
            Options = options.ToTrainingOptions(),
            Batch = options.Batch,
            SideBySide = Math.Min(options.SideBySide ?? plans.Count, plans.Count),
            Seed = context.Seed,
            Checkpoints = checkpoints,
        };
        var watch = new TrainingWatch(context, time, (plans.Count + training.SideBySide - 1) / training.SideBySide * options.Steps);
        var losses = training.Run(plans, LibraryFolder.At(folder), Describe, watch.Tell, cancellationToken);
        var curves = new TrainingCurves([.. plans.Select(plan => plan.Name)], losses);
        context.RecordMetric("experts", plans.Count);
        context.RecordMetric("finalLoss", curves.Final.Average());
        // A run that was interrupted after the last step has no speed.
        if (training.Tokens > 0) context.RecordMetric("tokensPerSecond", Math.Round(training.Tokens / watch.Elapsed.TotalSeconds));
        context.AddFinding(curves.Series);
        context.AddFinding(curves.Table([.. plans.Select(plan => plan.Tasks.Count > 8 ? $"{plan.Tasks.Count} tasks" : string.Join(", ", plan.Tasks.Select(task => task.Name)))]));
        Directory.Delete(checkpoints, recursive: true);
        return Task.FromResult(ExpertLibrary.Open(folder));
    }

    private IReadOnlyList<ExpertPlan> Plan()
    {
        if (options.Shared && options.Clusters is not null)
            throw new TesseraException(Diagnostic.Error("TESS5517", "One expert for all tasks is asked for, and one for each cluster, too.", remedy: "Leave out shared or clusters."));
        var tasks = options.Tasks.ReadTraining();
        return options.Shared ? ExpertPlans.Shared(tasks)
            : options.Clusters is { } clusters ? ExpertPlans.Clustered(clusters.Clusters, tasks, options.Tasks.HeldOut)
            : ExpertPlans.Private(tasks);
    }

    private ExpertRecord Describe(ExpertPlan plan) => new()
    {
        Task = string.Join(',', plan.Tasks.Select(task => task.Name)),
        Parents = ExpertTraining.OriginOf(options.Start, plan.Name) is { } origin ? [options.Start!.Experts[origin].Name] : [],
        BaseModel = Path.GetFileName(Path.TrimEndingDirectorySeparator(options.Model.Path)),
        Training = new JsonObject
        {
            ["loss"] = Named(options.Loss),
            ["steps"] = options.Steps,
            ["batch"] = options.Batch,
            ["learningRate"] = options.LearningRate,
            ["schedule"] = Named(options.Schedule),
            ["warmUp"] = options.WarmUp,
            ["clip"] = options.Clip,
            ["weightDecay"] = options.WeightDecay,
            ["initialization"] = options.Start is null ? Named(options.Initialization) : null,
            ["commonStart"] = options.Start is null ? options.CommonStart : null,
            ["examples"] = options.Tasks.TrainingExamples,
        },
        Metadata = plan.Families.Count > 0 ? new Dictionary<string, string> { [ExpertKeys.Family] = string.Join(',', plan.Families) } : [],
    };

    private static string Named<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
