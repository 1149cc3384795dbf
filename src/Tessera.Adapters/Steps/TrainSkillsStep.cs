using System.Composition;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Adapters.Library;
using Tessera.Adapters.Routing;
using Tessera.Adapters.Tasks;
using Tessera.Adapters.Training;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Losses;
using Tessera.Adapters.Training.Skills;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Steps;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Steps;

/// <summary>Trains an inventory of skills together with the routing that says how much of which a task uses: Poly and MHR.</summary>
/// <remarks>An interrupted step goes on from its last checkpoint.</remarks>
/// <param name="options">Model, tasks, router, and how they are trained.</param>
[Step("train-skills", Description = "Trains skills together with a router that learns, task by task, how much of which is used (Poly, MHR).", Options = typeof(TrainSkillsOptions))]
[method: ImportingConstructor]
internal sealed class TrainSkillsStep(TrainSkillsOptions options) : IPipelineStep<ExpertLibrary>, IResumableStep
{
    public async Task<ExpertLibrary> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        var tasks = options.Tasks.ReadTraining();
        await using var router = options.Router.Create();
        using var skills = Make(router.Value, [.. tasks.Select(task => task.Name)], context.Seed);
        var checkpoint = Path.Combine(context.Folder, "checkpoint.safetensors");
        var losses = new List<SeriesPoint>();
        new Trainer(options.Model.Model, new PreferenceLoss(), options.ToTrainingOptions() with { RoutingLearningRate = options.RoutingLearningRate }).Run(
            skills, Examples(tasks, context.Seed), context.Seed, new TrainingCheckpoint(checkpoint, "skills"), told =>
            {
                losses.Add(new SeriesPoint(told.Step, told.Losses[0]));
                context.ReportProgress((told.Step + 1.0) / options.Steps, string.Create(CultureInfo.InvariantCulture, $"step {told.Step + 1} of {options.Steps}, loss {told.Losses[0]:F4}"));
            },
            cancellationToken);
        context.AddFinding(new Series { Title = "Training loss", HorizontalAxis = "step", VerticalAxis = "loss", Lines = [new SeriesLine(context.StepName, losses)] });
        context.RecordMetric("skills", skills.Names.Count);
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

    private ShuffledExamples Examples(IReadOnlyList<SplitTask> tasks, Seed seed)
    {
        var texts = new ExampleTexts(options.Model.Tokenizer, options.Model.Model.ContextLength);
        return new ShuffledExamples([.. tasks.Index().SelectMany(task => task.Item.Training.Select(example => texts.Encode(example, task.Index)))], options.Batch, seed.Derive("examples"));
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
            ["unit"] = JsonNamingPolicy.CamelCase.ConvertName(options.Unit.ToString()),
            ["steps"] = options.Steps,
            ["averageSteps"] = options.AverageSteps,
            ["batch"] = options.Batch,
            ["learningRate"] = options.LearningRate,
            ["routingLearningRate"] = options.RoutingLearningRate,
            ["schedule"] = JsonNamingPolicy.CamelCase.ConvertName(options.Schedule.ToString()),
            ["clip"] = options.Clip,
            ["examples"] = options.Tasks.TrainingExamples,
        },
    };
}
