using System.Composition;
using System.Text.Json.Nodes;
using Tessera.Debugging.Episodes;
using Tessera.Debugging.Tasks;
using Tessera.Debugging.Terminals;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Steps;

namespace Tessera.Debugging.Steps;

/// <summary>Has an agent work on many tasks, several side by side, each on a copy of its project.</summary>
/// <remarks>
/// The folder gets <c>tasks/NAME</c> for each task, with <c>result.json</c>, <c>trajectory.jsonl</c> and <c>change.patch</c>. An interrupted step goes on
/// with the tasks that are not done. A task that cannot be worked on does not stop the others; the step fails at its end and
/// names all of them, and the next run tries only those.
/// </remarks>
/// <param name="options">Tasks, tools and agent.</param>
/// <param name="time">Measures time bounds.</param>
[Step("debug-tasks", Description = "Has an agent work on many tasks side by side.", Options = typeof(DebugTasksOptions))]
[method: ImportingConstructor]
public sealed class DebugTasksStep(DebugTasksOptions options, TimeProvider time) : IPipelineStep<DebugTasksResult>, IResumableStep
{
    private const int MostEndings = 10;

    private static readonly string[] _modelColumns = ["tokens", "cost"];

    /// <inheritdoc/>
    /// <exception cref="TesseraException">TESS4501, TESS4502: the tasks cannot be used. Or all that was said of tasks that could not be worked on.</exception>
    public async Task<DebugTasksResult> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var tasks = DebugTasks.Read(options.Tasks, options.Names);
        var choice = await TerminalChoice.MakeAsync(options.Terminal, time, cancellationToken).ConfigureAwait(false);
        await using var choiceOwner = choice.ConfigureAwait(false);
        choice.Report(context);
        var ledger = new TaskLedger(context.Folder, tasks);
        var budget = (options.TotalBudget ?? new ModelBudgetOptions()).Open("all tasks");
        budget.Add(ledger.UsedBefore());
        var progress = new TasksProgress(context, tasks.Count, ledger.Done);
        var faults = new List<Diagnostic>();
        await Parallel.ForEachAsync(
            tasks.Where(task => !ledger.IsDone(task.Name)),
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallel ?? Environment.ProcessorCount, CancellationToken = cancellationToken },
            async (task, token) =>
            {
                try
                {
                    var episode = new Episode(task, options, choice.Provider, [budget], time) { Report = message => progress.Tell(task.Name, message) };
                    var result = await episode.RunAsync(ledger.Begin(task.Name), context.Seed.Derive("task " + task.Name), token).ConfigureAwait(false);
                    if (result.IsUnfinished) context.KeepForThisRunOnly();
                    progress.Done(ledger.Finish(result, options.KeepProjects));
                }
#pragma warning disable CA1031 // Whatever goes wrong with a task is that task's failure: the others go on.
                catch (Exception failure) when (failure is not OperationCanceledException || !token.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    progress.Failed(task.Name);
                    lock (faults) faults.AddRange(Explain(task, failure));
                }
            }).ConfigureAwait(false);
        if (faults.Count > 0) throw new TesseraException([.. faults.OrderBy(fault => fault.Message, StringComparer.Ordinal)]);
        var outcome = new DebugTasksResult(ledger.Done, ledger.Done.Count(result => result.PassedAfter), budget.Used);
        Report(context, outcome);
        return outcome;
    }

    private static IEnumerable<Diagnostic> Explain(DebugTask task, Exception failure) => failure is TesseraException explained
        ? explained.Diagnostics.Select(fault => fault with { Message = $"Task '{task.Name}': {fault.Message}" })
        : [Diagnostic.Error("TESS4503", $"Task '{task.Name}' could not be worked on: {failure.GetType().Name}: {failure.Message}", remedy: "Mend what is named and run again: the tasks that are done are not repeated.")];

    private static void Report(IStepContext context, DebugTasksResult outcome)
    {
        var asksModel = outcome.Usage != default;
        context.AddFinding(new Table
        {
            Title = FormattableString.Invariant($"{outcome.Passed} of {outcome.Tasks.Count} tasks solved"),
            Columns = ["task", "before", "after", "calls", "ended", .. asksModel ? _modelColumns : []],
            Rows =
            [
                .. outcome.Tasks.Select(result => (IReadOnlyList<JsonNode?>)
                [
                    result.Task, Verdict(result.PassedBefore, result.TestsBefore), Verdict(result.PassedAfter, result.TestsAfter), result.Steps, result.StopReason.ToString(),
                    .. asksModel ? new JsonNode?[] { result.Usage.InputTokens + result.Usage.OutputTokens, result.Usage.Cost } : [],
                ]),
            ],
            Caption = string.Join('\n', outcome.Tasks.Where(result => !string.IsNullOrWhiteSpace(result.Message) && result.StopReason is not (AgentStopReason.Done or AgentStopReason.EnvironmentEnded))
                .GroupBy(DebugFindings.Ending).Take(MostEndings).Select(ending => $"{string.Join(", ", ending.Select(result => result.Task))}: {ending.Key}")),
        });
        context.RecordMetric("tasks", outcome.Tasks.Count);
        context.RecordMetric("passed", outcome.Passed);
        context.RecordMetric("steps", outcome.Tasks.Sum(result => result.Steps));
        DebugMetrics.Record(context, outcome.Usage);
    }

    private static string Verdict(bool passed, Sdk.Tools.TestCounts? tests) =>
        tests is null ? passed ? "passed" : "failed" : FormattableString.Invariant($"{(passed ? "passed" : "failed")} {tests.Passed}/{tests.Total}");
}
