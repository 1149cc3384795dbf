using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Running;

/// <summary>What a run's folder tells to whoever looks at it from outside.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="State">How things stand.</param>
/// <param name="Summary">The summary; null where the run did not come to writing one, or where it cannot be read.</param>
/// <param name="Problems">Why there is no summary; empty when there is one.</param>
public sealed record RunInspection(RunFolder Folder, RunState State, RunSummary? Summary, IReadOnlyList<Diagnostic> Problems)
{
    // The run may end, and begin anew, between a look for its summary and a look at its guard.
    private const int Looks = 3;

    internal static RunInspection Of(RunFolder folder)
    {
        try
        {
            for (var look = 0; look < Looks; look++)
            {
                if (folder.ReadSummary() is { } summary) return new RunInspection(folder, StateOf(summary.Status), summary, []);
                if (RunGuard.IsHeld(folder)) return Without(folder, RunState.Running, "The run has not ended yet.", "Wait for it.");
            }

            return Without(folder, RunState.Killed, "The run was killed before it could write a summary.", "Run the pipeline again; it goes on where it stopped.");
        }
        catch (TesseraException damaged)
        {
            return new RunInspection(folder, RunState.Damaged, null, damaged.Diagnostics);
        }
    }

    private static RunInspection Without(RunFolder folder, RunState state, string message, string remedy) =>
        new(folder, state, null, [Diagnostic.Error("TESS4006", message, new SourceLocation(folder.Root), remedy)]);

    private static RunState StateOf(RunStatus status) => status switch
    {
        RunStatus.Succeeded => RunState.Succeeded,
        RunStatus.Failed => RunState.Failed,
        _ => RunState.Interrupted,
    };
}
