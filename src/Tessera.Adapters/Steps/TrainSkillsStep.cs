using System.Composition;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Adapters.Library;
using Tessera.Adapters.Routing;
using Tessera.Adapters.Tasks;
using Tessera.Adapters.Training;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Experts;
using Tessera.Adapters.Training.Losses;
using Tessera.Adapters.Training.Skills;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Steps;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Steps;

/// <summary>Trains an inventory of skills together with the routing that says how much of which a task uses: Poly and MHR.</summary>
/// <remarks>An interrupted step goes on from its last checkpoint.</remarks>
/// <param name="options">Model, tasks, router, and how they are trained.</param>
/// <param name="time">Measures how long it takes.</param>
[Step("train-skills", Description = "Trains skills together with a router that learns, task by task, how much of which is used (Poly, MHR).", Options = typeof(TrainSkillsOptions))]
[method: ImportingConstructor]
internal sealed class TrainSkillsStep(TrainSkillsOptions options, TimeProvider time) : IPipelineStep<ExpertLibrary>, IResumableStep
{
    public async Task<ExpertLibrary> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        var tasks = options.Tasks.ReadTraining();
        await using var router = options.Router.Create();
        using var skills = Make(router.Value, [.. tasks.Select(task => task.Name)], context.Seed);
        var checkpoint = Path.Combine(context.Folder, "checkpoint.safetensors");
        var watch = new TrainingWatch(context, time, options.Steps);
        var examples = new CountedExamples(Examples(tasks, context.Seed));
        var losses = new Trainer(options.Model.Model, options.Loss.Create(), options.ToTrainingOptions() with { RoutingLearningRate = options.RoutingLearningRate })
            .Run(skills, examples, context.Seed, new TrainingCheckpoint(checkpoint, options.Router.Name), told => watch.Tell(0, told), cancellationToken);
        var curves = new TrainingCurves([options.Router.Name.Split('/')[^1]], [[.. losses.Select(step => step[0])]]);
        context.RecordMetric("skills", skills.Names.Count);
        context.RecordMetric("finalLoss", curves.Final[0]);
        // A run that was interrupted after the last step has no speed.
        if (examples.Tokens > 0) context.RecordMetric("tokensPerSecond", Math.Round(examples.Tokens / watch.Elapsed.TotalSeconds));
        context.AddFinding(curves.Series);
        var library = Save(skills, Path.Combine(context.Folder, "library"));
        File.Delete(checkpoint);
        return library;
    }

    private SkillsInTraining Make(IRouter router, IReadOnlyList<string> tasks, Seed seed)
    {
        var settings = new SkillSettings
        {
            Skills = options.Start?.Experts.Count ?? options.Skills ?? 8,
            Lora = options.ToSettings(),
            Initialization = options.Initialization,
            Unit = options.Unit,
            Averaging = options.AverageSteps > 0 ? new AveragingSchedule(Math.Max(0, options.Steps - options.AverageSteps), options.AverageSteps) : null,
        };
        using var trained = options.Start is { } start ? TrainedRouting.Find(start, options.Router.Name) : null;
        var goesOn = trained is not null && trained.Tasks.SequenceEqual(tasks, StringComparer.Ordinal);
        var skills = new SkillsInTraining(options.Model.Model, router, tasks, settings, seed, goesOn ? trained : null);
        try
        {
            if (options.Start is { } before) Begin(skills, before, settings);
            return skills;
        }
        catch
        {
            skills.Dispose();
            throw;
        }
    }

    private void Begin(SkillsInTraining skills, ExpertLibrary start, SkillSettings settings)
    {
        var maps = settings.Lora.Choose(options.Model.Model).SelectMany(group => group.Maps).ToList();
        for (var skill = 0; skill < skills.Names.Count; skill++)
        {
            using var scope = torch.NewDisposeScope();
            skills.Begin(skill, ExpertFactors.Read(start, skill, maps, settings.Lora.Rank));
        }
    }

    private BalancedExamples Examples(IReadOnlyList<SplitTask> tasks, Seed seed)
    {
        var examples = new ExpertExamples(new ExampleTexts(options.Model.Tokenizer, options.Model.Model.ContextLength), options.Loss, seed);
        return new BalancedExamples([.. tasks.Select((task, number) => examples.Of(task, 1, number))], options.Batch, seed.Derive("tasks"));
    }

    private ExpertLibrary Save(SkillsInTraining skills, string folder)
    {
        // What an interrupted attempt wrote is written again.
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var written = LibraryFolder.At(folder);
        for (var skill = 0; skill < skills.Names.Count; skill++)
        {
            using var scope = torch.NewDisposeScope();
            written.Put(new ExpertDraft { Name = skills.Names[skill], Factors = skills.Take(skill).Attach(scope), Record = Describe(skills.Tasks) });
        }

        var library = ExpertLibrary.Open(folder);
        try
        {
            TrainedRouting.Save(library, options.Router.Name, skills.Tasks, skills.RoutingState);
            return library;
        }
        catch
        {
            library.Dispose();
            throw;
        }
    }

    private ExpertRecord Describe(IReadOnlyList<string> tasks) => new()
    {
        Task = string.Join(',', tasks),
        BaseModel = Path.GetFileName(Path.TrimEndingDirectorySeparator(options.Model.Path)),
        Training = new JsonObject
        {
            ["router"] = options.Router.Name,
            [SkillRecords.Unit] = JsonNamingPolicy.CamelCase.ConvertName(options.Unit.ToString()),
            ["loss"] = JsonNamingPolicy.CamelCase.ConvertName(options.Loss.ToString()),
            ["steps"] = options.Steps,
            ["averageSteps"] = options.AverageSteps,
            ["batch"] = options.Batch,
            ["learningRate"] = options.LearningRate,
            ["routingLearningRate"] = options.RoutingLearningRate,
            ["schedule"] = JsonNamingPolicy.CamelCase.ConvertName(options.Schedule.ToString()),
            ["warmUp"] = options.WarmUp,
            ["clip"] = options.Clip,
            ["weightDecay"] = options.WeightDecay,
            ["initialization"] = JsonNamingPolicy.CamelCase.ConvertName(options.Initialization.ToString()),
            ["examples"] = options.Tasks.TrainingExamples,
        },
    };
}
