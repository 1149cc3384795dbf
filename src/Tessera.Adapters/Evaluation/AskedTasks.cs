using Tessera.Adapters.Evaluation.Metrics;
using Tessera.Adapters.Models.Generation;
using Tessera.Adapters.Steps;
using Tessera.Adapters.Tasks;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Evaluation;

/// <summary>What every method is asked.</summary>
/// <param name="HeldOut">Tasks that nothing was trained on.</param>
/// <param name="Training">Tasks that were trained on, with examples that were not.</param>
/// <param name="Names">All tasks of the split, by which routers are told of tasks; sorted (ordinal).</param>
/// <param name="Learned">The tasks that were trained on, with the examples that were.</param>
internal sealed record AskedTasks(IReadOnlyList<AskedTask> HeldOut, IReadOnlyList<AskedTask> Training, IReadOnlyList<string> Names, IReadOnlyList<SplitTask> Learned)
{
    public IEnumerable<AskedTask> All => HeldOut.Concat(Training);

    /// <summary>Reads the tasks that the options ask for.</summary>
    /// <exception cref="TesseraException">There is nothing to ask (TESS5530), a task cannot be judged so (TESS5532), or one cannot be read (TESS5510 to TESS5513).</exception>
    public static AskedTasks Read(EvaluateOptions options)
    {
        var metrics = new MetricChoice(options.Metric, options.Scoring, new GenerationOptions { MaxTokens = options.MaxTokens, StopTexts = options.StopTexts });
        var learned = options.Tasks.ReadTraining();
        IReadOnlyList<AskedTask> Ask(EvaluatedTasks which, IReadOnlyList<SplitTask> tasks, int most) =>
            options.On.Contains(which) ? [.. tasks.Where(task => task.Test.Count > 0).Select(task => Asked(task, most, metrics))] : [];
        var heldOut = options.On.Contains(EvaluatedTasks.HeldOut) ? options.Tasks.ReadHeldOut() : [];
        var asked = new AskedTasks(
            Ask(EvaluatedTasks.HeldOut, heldOut, 0), Ask(EvaluatedTasks.Training, learned, options.TrainingTests), [.. options.Tasks.Training.Concat(options.Tasks.HeldOut).Order(StringComparer.Ordinal)], learned);
        return asked.All.Any()
            ? asked
            : throw new TesseraException(Diagnostic.Error("TESS5530", "There is nothing to ask: none of the tasks has test examples.", remedy: "Hold tasks out, set testExamples of step/split-tasks above 0, or ask the training tasks, too."));
    }

    private static AskedTask Asked(SplitTask task, int most, MetricChoice metrics)
    {
        IReadOnlyList<TaskExample> examples = most > 0 ? [.. task.Test.Take(most)] : task.Test;
        return new AskedTask(task.Name, metrics.For(task.Name, examples), [.. examples.Select(example => new Question(task.Name, example))]);
    }
}
