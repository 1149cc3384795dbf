using Tessera.Adapters.Library;
using Tessera.Adapters.Steps;
using Tessera.Adapters.Tasks;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Experts;
using Tessera.Adapters.Training.Losses;
using Tessera.Adapters.Training.Optimisation;
using Tessera.Adapters.Training.Skills;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Training.FewShot;

/// <summary>Learns new tasks from few examples of each, side by side: no task knows of another.</summary>
/// <param name="options">How.</param>
/// <param name="tasks">The tasks, each with the examples to learn from.</param>
/// <param name="seed">The origin of first factors, first weights and the order of examples.</param>
/// <param name="checkpoints">The folder in which training is kept.</param>
internal sealed class FewShotTraining(FewShotOptions options, IReadOnlyList<SplitTask> tasks, Seed seed, string checkpoints)
{
    /// <exception cref="TesseraException">What is asked for has no meaning (TESS5553).</exception>
    public static void Check(FewShotMethod method)
    {
        var experts = method.Start?.Experts.Count ?? 0;
        if (method.Router is not null && experts == 0) throw Unfit(method, "it has a router and nothing to route", "Set start to a library of skills, as step/train-skills makes it.");
        if (method.Learn != FewShotLearning.All && experts == 0) throw Unfit(method, "it begins from scratch, and is to learn only a part", "Set start to a library of skills, or leave learn out.");
        if (method.Learn == FewShotLearning.Routing && method.Router is null) throw Unfit(method, "it is to learn the routing alone, and has no router", "Set router to that of the skills, such as router/poly.");
        if (method.Learn == FewShotLearning.All && method.Router is null && experts > 1) throw Unfit(method, $"it goes on from {experts} experts, and has no router", "Set router to that of the skills, or learn to average.");
    }

    /// <summary>The router that a method mixes skills by; null where it mixes none.</summary>
    public static OwnedPart<IRouter>? RouterOf(FewShotMethod method) => method.Learn == FewShotLearning.Average ? null : method.Router?.Create();

    /// <summary>Learns all tasks by a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="router">What <see cref="RouterOf"/> gave.</param>
    /// <param name="scope">Whose the factors that tasks become are.</param>
    /// <param name="told">Told of each step, and of how many steps of other tasks were before.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <exception cref="TesseraException">The library does not fit (TESS5552), or its router cannot be trained so (TESS5551).</exception>
    public FewShotOutcome Learn(FewShotMethod method, IRouter? router, DisposeScope scope, Action<int, TrainingProgress> told, CancellationToken cancellationToken)
    {
        using var own = torch.NewDisposeScope();
        var start = method.Start is { } library ? StartingPoint.Read(library, options.Model.Model) : null;
        var (size, parts) = (Math.Min(options.SideBySide ?? tasks.Count, tasks.Count), new List<FewShotOutcome>());
        for (var first = 0; first < tasks.Count; first += size)
        {
            IReadOnlyList<SplitTask> some = [.. tasks.Skip(first).Take(size)];
            var before = first / size * options.Steps;
            parts.Add(router is null
                ? LearnLora(method, some, start, scope, progress => told(before, progress), cancellationToken)
                : LearnSkills(method, some, start!, router, scope, progress => told(before, progress), cancellationToken));
        }

        return new FewShotOutcome([.. parts.SelectMany(part => part.Adapted)], [.. parts.SelectMany(part => part.Losses)]);
    }

    private FewShotOutcome LearnLora(FewShotMethod method, IReadOnlyList<SplitTask> some, StartingPoint? start, DisposeScope scope, Action<TrainingProgress> told, CancellationToken cancellationToken)
    {
        using var experts = new ExpertsInTraining(options.Model.Model, [.. some.Select(task => task.Name)], start?.Settings ?? options.ToSettings(), options.Initialization, seed.Derive("factors"));
        if (start is not null)
        {
            var begin = start.Average();
            for (var task = 0; task < some.Count; task++) experts.Begin(task, begin);
        }

        var optimiser = options.ToTrainingOptions().Optimiser;
        var losses = Train(method, experts, some, start is null ? optimiser : SkillAverage.Equivalent(optimiser, start.Experts.Count), told, cancellationToken);
        return new FewShotOutcome([.. some.Select((_, task) => experts.Take(task).Attach(scope))], losses);
    }

    private FewShotOutcome LearnSkills(FewShotMethod method, IReadOnlyList<SplitTask> some, StartingPoint start, IRouter router, DisposeScope scope, Action<TrainingProgress> told, CancellationToken cancellationToken)
    {
        var settings = new SkillSettings
        {
            Skills = start.Experts.Count, Lora = start.Settings, Unit = start.Unit, IsEachTaskAlone = true, AreSkillsFrozen = method.Learn == FewShotLearning.Routing,
        };
        using var skills = new SkillsInTraining(options.Model.Model, router, [.. some.Select(task => task.Name)], settings, seed.Derive("skills"));
        foreach (var (skill, factors) in start.Experts.Index()) skills.Begin(skill, factors);
        var losses = Train(method, skills, some, options.ToTrainingOptions().Optimiser, told, cancellationToken);
        return new FewShotOutcome([.. some.Select((_, task) => skills.Fold(task).Attach(scope))], losses);
    }

    private IReadOnlyList<IReadOnlyList<float>> Train(FewShotMethod method, ITrainable trained, IReadOnlyList<SplitTask> some, AdamWOptions optimiser, Action<TrainingProgress> told, CancellationToken cancellationToken)
    {
        var examples = new ExpertExamples(new ExampleTexts(options.Model.Tokenizer, options.Model.Model.ContextLength), options.Loss, seed);
        var stream = new JoinedExamples([.. some.Select((task, number) => examples.Of(task, options.Batch ?? options.Examples, number))]);
        var how = options.ToTrainingOptions() with
        {
            Optimiser = optimiser, LearningRate = method.LearningRate ?? options.LearningRate, RoutingLearningRate = method.RoutingLearningRate ?? options.RoutingLearningRate,
        };
        var place = Path.Combine(checkpoints, $"{options.Methods.ToList().IndexOf(method)}.{some[0].Name}.safetensors");
        var losses = new Trainer(options.Model.Model, options.Loss.Create(), how).Run(trained, stream, seed, new TrainingCheckpoint(place, method.Name), told, cancellationToken);
        return [.. some.Select((_, task) => (IReadOnlyList<float>)[.. losses.Select(step => step[task])])];
    }

    private static TesseraException Unfit(FewShotMethod method, string reason, string remedy) => new(Diagnostic.Error("TESS5553", $"The few-shot method '{method.Name}' cannot be: {reason}.", remedy: remedy));
}
