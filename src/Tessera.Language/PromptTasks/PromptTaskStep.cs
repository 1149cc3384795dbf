using System.Composition;
using System.Text.Json.Nodes;
using Tessera.Language.Optimization;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Steps;

namespace Tessera.Language.PromptTasks;

/// <summary>Makes the published splits of a data set on which prompts are learned, or hands on a task of the user's own.</summary>
/// <remarks>The folder gets <c>training.jsonl</c>, <c>validation.jsonl</c> and <c>test.jsonl</c>. How splits are made is described in docs/prompt-tasks.md.</remarks>
/// <param name="options">Which data set, and how much of it.</param>
[Step("prompt-task", Description = "Makes the published training, validation and test examples of a task for prompts.", Options = typeof(PromptTaskOptions), Deterministic = true)]
[method: ImportingConstructor]
public sealed class PromptTaskStep(PromptTaskOptions options) : IPipelineStep<PreparedPromptTask>
{
    /// <inheritdoc/>
    /// <exception cref="Sdk.Diagnostics.TesseraException">TESS6201 to TESS6203 or TESS6601 to TESS6603: there is no such task, or its data cannot be read.</exception>
    public async Task<PreparedPromptTask> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var task = await FilePromptTask.FindAsync(options.Folder, options.Task, cancellationToken).ConfigureAwait(false) ?? KnownPromptTasks.Find(options.Task);
        var seed = (uint)options.Seed;
        var whole = await task.ReadAsync(options.Folder, seed, cancellationToken).ConfigureAwait(false);
        var splits = new TaskSplits(
            BalancedSelection.Take(whole.Training, options.Training, new NumpyRandomState(seed)),
            BalancedSelection.Take(whole.Validation, options.Validation, new NumpyRandomState(PromptTask.PublishedSeed)),
            BalancedSelection.Take(whole.Test, options.Test, new NumpyRandomState(PromptTask.PublishedSeed)));

        var prepared = new PreparedPromptTask(
            context.Folder,
            Path.Combine(context.Folder, "training.jsonl"),
            Path.Combine(context.Folder, "validation.jsonl"),
            Path.Combine(context.Folder, "test.jsonl"),
            task.Labels.ToDictionary(label => label, label => (IReadOnlyList<string>)[label], StringComparer.Ordinal),
            task.Instruction);
        await ExampleFile.WriteAsync(prepared.Training, splits.Training, cancellationToken).ConfigureAwait(false);
        await ExampleFile.WriteAsync(prepared.Validation, splits.Validation, cancellationToken).ConfigureAwait(false);
        await ExampleFile.WriteAsync(prepared.Test, splits.Test, cancellationToken).ConfigureAwait(false);
        Tell(context, task, splits);
        return prepared;
    }

    private static void Tell(IStepContext context, PromptTask task, TaskSplits splits)
    {
        (string Name, IReadOnlyList<Example> Examples)[] parts = [("training", splits.Training), ("validation", splits.Validation), ("test", splits.Test)];
        foreach (var (name, examples) in parts) context.RecordMetric(name, examples.Count);
        context.AddFinding(new Table
        {
            Title = $"Examples of {task.Name}",
            Caption = "Whoever has the same fingerprint has the same examples in the same order.",
            Columns = ["part", "examples", "fingerprint", .. task.Labels],
            Rows = [.. parts.Select(part => (IReadOnlyList<JsonNode?>)
            [
                part.Name, part.Examples.Count, ExampleFingerprint.Of(part.Examples), .. task.Labels.Select(label => (JsonNode?)part.Examples.Count(example => example.Target == label)),
            ])],
        });
    }
}
