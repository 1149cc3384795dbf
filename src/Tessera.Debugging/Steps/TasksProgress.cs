using Tessera.Debugging.Episodes;
using Tessera.Sdk.Language;
using Tessera.Sdk.Steps;

namespace Tessera.Debugging.Steps;

/// <summary>Tells people how many tasks are done, what they have cost, and what is being done in each of the others.</summary>
internal sealed class TasksProgress(IStepContext context, int all, IReadOnlyList<EpisodeResult> doneBefore)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, string> _underWay = new(StringComparer.Ordinal);
    private int _done = doneBefore.Count;
    private int _solved = doneBefore.Count(result => result.PassedAfter);
    private int _failed;
    private Usage _usage = doneBefore.Aggregate(default(Usage), (sum, result) => sum + result.Usage);

    public void Tell(string task, string message)
    {
        lock (_lock)
        {
            _underWay[task] = message;
            Report();
        }
    }

    public void Done(EpisodeResult result)
    {
        lock (_lock)
        {
            _done++;
            if (result.PassedAfter) _solved++;
            _usage += result.Usage;
            _underWay.Remove(result.Task);
            Report();
        }
    }

    public void Failed(string task)
    {
        lock (_lock)
        {
            _failed++;
            _underWay.Remove(task);
            Report();
        }
    }

    private void Report()
    {
        var failed = _failed == 0 ? "" : FormattableString.Invariant($", {_failed} could not be worked on");
        var used = _usage == default ? "" : FormattableString.Invariant($", {_usage.InputTokens + _usage.OutputTokens} tokens{(_usage.Cost == 0 ? "" : FormattableString.Invariant($", cost {_usage.Cost:0.####}"))}");
        var underWay = string.Concat(_underWay.Select(task => $" | {task.Key}: {task.Value}"));
        context.ReportProgress((double)(_done + _failed) / all, FormattableString.Invariant($"{_done} of {all} done, {_solved} solved{failed}{used}{underWay}"));
    }
}
