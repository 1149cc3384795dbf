using Tessera.Sdk.Steps;
using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Steps;

/// <summary>Which files are a step's.</summary>
internal static class FolderChecks
{
    public static IReadOnlyList<ConformanceCheck<StepTrial>> All { get; } =
    [
        new("CONF-S12", "Files are written to the step's folder alone", async (trial, token) =>
        {
            using var run = new TrialRun();
            var (beside, here) = (run.FilesBeside, NamesHere());
            await trial.RunAsync(run, token).ConfigureAwait(false);
            var changed = run.FilesBeside.Where(file => beside.GetValueOrDefault(file.Key) != file.Value).Select(file => file.Key).Concat(beside.Keys.Except(run.FilesBeside.Keys)).FirstOrDefault()
                ?? NamesHere().Except(here).FirstOrDefault();
            return changed is null ? null : $"'{changed}' beside the step's folder was written. What lies outside of context.Folder is another's, and a relative path leads anywhere.";
        }),
        new("CONF-S13", "An interrupted step goes on to the same end", async (trial, token) =>
        {
            if (trial.Create() is not IResumableStep) throw new NotApplicableException("the step always begins in an empty folder; one that goes on is marked by IResumableStep.");
            trial.RequireDeterminism();
            var expected = await trial.Work.RequireSameAsync(token).ConfigureAwait(false);
            using var run = new TrialRun();
            await InterruptAsync(trial, run, token).ConfigureAwait(false);
            return TextDifference.Find(expected, await trial.TextAsync(run, trial.Create(), token).ConfigureAwait(false), "uninterrupted", "interrupted and begun again", "Take up only what was written whole: write to another name, and rename.");
        }),
        new("CONF-S14", "A file that was cut off in the midst spoils nothing", async (trial, token) =>
        {
            if (trial.Create() is not IResumableStep) throw new NotApplicableException("the step always begins in an empty folder.");
            trial.RequireDeterminism();
            var expected = await trial.Work.RequireSameAsync(token).ConfigureAwait(false);
            using var run = new TrialRun();
            await InterruptAsync(trial, run, token).ConfigureAwait(false);
            foreach (var file in run.Files.Keys)
            {
                await using var stream = File.OpenWrite(Path.Combine(run.Folder, file));
                stream.SetLength(stream.Length / 2);
            }

            return TextDifference.Find(expected, await trial.TextAsync(run, trial.Create(), token).ConfigureAwait(false), "uninterrupted", "with half of each file of an earlier attempt", "Check what is taken up, and make anew what is not whole.");
        }),
    ];

    private static HashSet<string> NamesHere() => [.. Directory.EnumerateFileSystemEntries(Environment.CurrentDirectory).Select(path => Path.GetFileName(path))];

    private static async Task InterruptAsync(StepTrial trial, TrialRun run, CancellationToken token)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        var reports = 0;
        try
        {
            // The first thing may be said before anything is done.
            await trial.RunAsync(run, trial.Create(), stop.Token, () => { if (++reports == 2) stop.Cancel(); }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            // As it should.
        }
    }
}
