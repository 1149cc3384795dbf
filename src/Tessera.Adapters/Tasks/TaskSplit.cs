using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Tasks;

/// <summary>Which tasks of a folder are trained on and which are held out, and which examples of each train and test.</summary>
public sealed record TaskSplit
{
    /// <summary>The folder of the tasks, absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>The tasks to train on, sorted by name (ordinal).</summary>
    public required IReadOnlyList<string> Training { get; init; }

    /// <summary>The tasks that nothing is trained on, sorted by name (ordinal).</summary>
    public required IReadOnlyList<string> HeldOut { get; init; }

    /// <summary>How many examples of a task train: its first ones.</summary>
    public required int TrainingExamples { get; init; }

    /// <summary>How many examples of a task test: its last ones.</summary>
    public required int TestExamples { get; init; }

    /// <summary>The SHA-256 of the tasks' files, in hexadecimal, so that whoever depends on the split is done anew when they change.</summary>
    public required string Hash { get; init; }

    /// <summary>Reads the tasks to train on.</summary>
    /// <returns>The tasks, in the order of <see cref="Training"/>.</returns>
    /// <exception cref="TesseraException">A task is malformed, missing or too short (TESS5510 to TESS5513).</exception>
    public IReadOnlyList<SplitTask> ReadTraining() => Read(Training);

    /// <summary>Reads the tasks that are held out.</summary>
    /// <returns>The tasks, in the order of <see cref="HeldOut"/>.</returns>
    /// <exception cref="TesseraException">A task is malformed, missing or too short (TESS5510 to TESS5513).</exception>
    public IReadOnlyList<SplitTask> ReadHeldOut() => Read(HeldOut);

    private List<SplitTask> Read(IReadOnlyList<string> names) => [.. TaskFolder.Read(Folder, names).Select(Part)];

    private SplitTask Part(LanguageTask task) => task.Examples.Count >= TrainingExamples + TestExamples
        ? new SplitTask(task.Name, task.Family, [.. task.Examples.Take(TrainingExamples)], [.. task.Examples.TakeLast(TestExamples)])
        : throw new TesseraException(Diagnostic.Error(
            "TESS5513", $"The task '{task.Name}' has {task.Examples.Count} examples, and {TrainingExamples} to train and {TestExamples} to test are asked for.",
            new SourceLocation(Folder), "Ask for fewer examples, or leave the task out."));
}
