using Tessera.Debugging.Episodes;
using Tessera.Sdk.Steps;

namespace Tessera.Debugging.Steps;

/// <summary>Tells people how many tasks are done and what is being done in the others.</summary>
internal sealed class TasksProgress(IStepContext context, int all, IReadOnlyList<EpisodeResult> doneBefore)
{
    private readonly Lock _lock = new();
    private int _done = doneBefore.Count;
    private int _passed = doneBefore.Count(result => result.PassedAfter);

    public void Tell(string task, string message)
    {
        lock (_lock) context.ReportProgress((double)_done / all, FormattableString.Invariant($"{_done} of {all} done, {_passed} solved; {task}: {message}"));
    }

    public void Done(EpisodeResult result)
    {
        lock (_lock)
        {
            _done++;
            if (result.PassedAfter) _passed++;
            Tell(result.Task, result.PassedAfter ? "solved" : "not solved");
        }
    }
}
