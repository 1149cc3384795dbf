using System.Collections.Concurrent;
using Tessera.Sdk.Testing.Language;
using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Optimizers;

/// <summary>The same again gives the same again, to the last candidate.</summary>
internal static class RepetitionChecks
{
    public static IReadOnlyList<ConformanceCheck<OptimizerTrial>> All { get; } =
    [
        new("CONF-O11", "The same seed makes the same search", (trial, token) => trial.Work.FindChanceAsync("Give each request a seed derived from the task's by name and number, and keep nothing in static fields.", token)),
        new("CONF-O12", "An optimizer that is used again searches as a new one", async (trial, token) =>
        {
            var expected = await trial.Work.RequireSameAsync(token).ConfigureAwait(false);
            var optimizer = trial.Create();
            await OptimizerTrial.SearchAsync(optimizer, trial.Task(trial.Forward(1), trial.Backward(1)), token).ConfigureAwait(false);
            var again = await OptimizerTrial.SearchAsync(optimizer, trial.Task(), token).ConfigureAwait(false);
            await Disposal.DisposeAsync(optimizer).ConfigureAwait(false);
            return TextDifference.Find(expected, again.Text, "new", "used again", "Keep the state of a search out of the optimizer.");
        }),
        new("CONF-O13", "Answers that come late change nothing", async (trial, token) =>
        {
            var expected = await trial.Work.RequireSameAsync(token).ConfigureAwait(false);
            var (forward, backward) = trial.Metered((before, now, cancelled) => Task.Delay((before * 7 + now) % 4, cancelled));
            var late = await trial.SearchAsync(trial.Task(forward, backward), token).ConfigureAwait(false);
            return TextDifference.Find(expected, late.Text, "at once", "with answers that come late", "Let nothing depend on which answer comes first.");
        }),
        new("CONF-O14", "Answers that are remembered change nothing", async (trial, token) =>
        {
            var expected = await trial.Work.RequireSameAsync(token).ConfigureAwait(false);
            var memory = new ConcurrentDictionary<object, object>();
            TrialSearch? last = null;
            for (var i = 0; i < 2; i++)
            {
                var (forward, backward) = (new TrialModel(trial.Forward()) { Memory = memory }, new TrialModel(trial.Backward()) { Memory = new ConcurrentDictionary<object, object>() });
                last = await trial.SearchAsync(trial.Task(forward, backward), token).ConfigureAwait(false);
                if (i == 1 && forward.Requests > 0) return $"done again, the search asked {forward.Requests} requests that it had not asked before. Equal questions are equal texts with equal seeds.";
            }

            return TextDifference.Find(expected, last!.Text, "asked each time", "with answers that are remembered", "Draw from seeds alone, not from how often a model was asked.");
        }),
        new("CONF-O15", "The culture does not matter", (trial, token) => trial.Work.FindCultureAsync(token)),
        new("CONF-O16", "Searches side by side do not disturb each other", (trial, token) => trial.Work.FindDisturbanceAsync("Each search keeps to itself: share nothing in static fields.", token)),
        new("CONF-O17", "The process stays as it was", (trial, token) => ProcessState.FindChangeAsync(() => trial.SearchAsync(token))),
    ];
}
