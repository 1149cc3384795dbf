using System.Composition;
using System.Text.Json.Nodes;
using Tessera.Adapters.Fitting;
using Tessera.Adapters.Tasks;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Steps;

namespace Tessera.Adapters.Steps;

[Step("split-tasks", Description = "Parts tasks into those that are trained on and those that are held out.", Options = typeof(SplitTasksOptions), Deterministic = true)]
[method: ImportingConstructor]
internal sealed class SplitTasksStep(SplitTasksOptions options) : IPipelineStep<TaskSplit>
{
    private const int Shown = 8;

    public Task<TaskSplit> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(options.Tasks);
        var known = TaskFolder.Names(folder);
        IReadOnlyList<string> names = options.Only.Count == 0 ? known : TaskPatterns.Choose(options.Only, known, folder);
        TaskNames.Check(names, folder);
        var tasks = TaskFolder.Read(folder, names, cancellationToken);
        RefuseTooShort(tasks, folder);
        var heldOut = HeldOut(tasks, folder, context);
        var split = new TaskSplit
        {
            Folder = folder,
            Training = [.. names.Except(heldOut, StringComparer.Ordinal)],
            HeldOut = heldOut,
            TrainingExamples = options.TrainingExamples,
            TestExamples = options.TestExamples,
            Hash = TaskHash.Of(folder, names),
        };
        if (split.Training.Count == 0) throw Unfit("All tasks are held out, and none is left to train on.", folder, "Hold out fewer tasks.");
        Tell(context, tasks, split);
        return Task.FromResult(split);
    }

    private IReadOnlyList<string> HeldOut(IReadOnlyList<LanguageTask> tasks, string folder, IStepContext context)
    {
        if (options.HeldOutPerFamily == 0) return TaskPatterns.Choose(options.HeldOut, [.. tasks.Select(task => task.Name)], folder);
        if (options.HeldOut.Count > 0) throw Unfit("Tasks to hold out are named, and some of each family are to be chosen, too.", folder, "Leave out heldOut or heldOutPerFamily.");
        return new HeldOutChoice(options.HeldOutPerFamily, options.LeastFamilySize).Make(tasks, context.Seed, folder);
    }

    private void RefuseTooShort(IReadOnlyList<LanguageTask> tasks, string folder)
    {
        var needed = (long)options.TrainingExamples + options.TestExamples;
        var tooShort = tasks.Where(task => task.Examples.Count < needed).ToList();
        if (tooShort.Count == 0) return;
        var list = string.Join(", ", tooShort.Take(Shown).Select(task => $"'{task.Name}' has {task.Examples.Count}"));
        if (tooShort.Count > Shown) list += $", and {tooShort.Count - Shown} more have too few";
        throw new TesseraException(Diagnostic.Error(
            "TESS5513", $"{options.TrainingExamples} examples to train and {options.TestExamples} to test are asked for, and {list}.",
            new SourceLocation(folder), $"Set trainingExamples and testExamples to {tooShort.Min(task => task.Examples.Count)} together, or name the other tasks under only."));
    }

    private static void Tell(IStepContext context, IReadOnlyList<LanguageTask> tasks, TaskSplit split)
    {
        var heldOut = split.HeldOut.ToHashSet(StringComparer.Ordinal);
        var families = tasks.GroupBy(task => task.Family, StringComparer.Ordinal).OrderBy(family => family.Key, StringComparer.Ordinal).ToList();
        context.RecordMetric("tasks", tasks.Count);
        context.RecordMetric("heldOut", split.HeldOut.Count);
        context.RecordMetric("families", families.Count(family => family.Key.Length > 0));
        context.AddFinding(new Table
        {
            Title = "Tasks by family",
            Caption = $"Of each task the first {split.TrainingExamples} examples train and the last {split.TestExamples} test. Nothing is trained on tasks that are held out.",
            Columns = ["family", "tasks", "trained on", "held out"],
            Rows = [.. families.Select(family => (IReadOnlyList<JsonNode?>)
            [
                family.Key.Length > 0 ? family.Key : "-", family.Count(), Names(family.Where(task => !heldOut.Contains(task.Name))), Names(family.Where(task => heldOut.Contains(task.Name))),
            ])],
        });
    }

    private static string Names(IEnumerable<LanguageTask> tasks) => string.Join(", ", tasks.Select(task => task.Name));

    private static TesseraException Unfit(string message, string folder, string remedy) => new(Diagnostic.Error("TESS5515", message, new SourceLocation(folder), remedy));
}
