using Tessera.Sdk.Testing.Cancellation;
using Tessera.Sdk.Testing.Tools;
using Tessera.Sdk.Testing.Unloading;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.ToolSources;

/// <summary>How a source ends, and all that it began.</summary>
internal static class LifetimeChecks
{
    public static IReadOnlyList<ConformanceCheck<ToolSourceTrial>> All { get; } =
    [
        new("CONF-X20", "A cancelled opening ends at once", async (trial, token) =>
        {
            await using var source = trial.Create();
            try
            {
                await source.OpenAsync(new CancellationToken(canceled: true)).WaitAsync(token).ConfigureAwait(false);
                return "it was opened as if it had not been cancelled. Hand the cancellation token on to everything that waits.";
            }
            catch (OperationCanceledException) when (!token.IsCancellationRequested)
            {
                return null;
            }
        }),
        new("CONF-X21", "A cancelled call ends at once", (trial, token) => trial.UseAsync((tools, session) => new CancelledWork(async interruption =>
            !(await ToolTrial.CallAsync(trial.Tool(tools), trial.Arguments, new InterruptedSession(session, interruption), interruption.Token).ConfigureAwait(false)).Failed,
            trial.Options.Patience).FindFaultAsync(token), token)),
        new("CONF-X22", "A source that was never opened can be disposed of, and twice", async (trial, _) =>
        {
            var source = trial.Create();
            await source.DisposeAsync().ConfigureAwait(false);
            await source.DisposeAsync().ConfigureAwait(false);
            return null;
        }),
        new("CONF-X23", "A source that was opened can be disposed of twice", async (trial, token) =>
        {
            var source = trial.Create();
            await source.OpenAsync(token).ConfigureAwait(false);
            await source.DisposeAsync().ConfigureAwait(false);
            await source.DisposeAsync().ConfigureAwait(false);
            return null;
        }),
        new("CONF-X24", "A tool of a source that has ended does nothing any more", async (trial, token) =>
        {
            var (tool, session) = await trial.UseAsync((tools, session) => Task.FromResult((trial.Tool(tools), session)), token).ConfigureAwait(false);
            try
            {
                var answer = await ToolTrial.CallAsync(tool, trial.Arguments, session, token).ConfigureAwait(false);
                return answer.Failed ? null : "the call succeeded. Tools end with their source.";
            }
#pragma warning disable CA1031 // Whatever it throws says that it has ended.
            catch (Exception) when (!token.IsCancellationRequested)
#pragma warning restore CA1031
            {
                return null;
            }
        }),
        new("CONF-X25", "No program that it started goes on", async (trial, token) =>
        {
            var before = ChildProcesses.Now();
            await trial.UseAsync((tools, session) => trial.CallAsync(tools, session, token), token).ConfigureAwait(false);
            var left = ChildProcesses.Now().Except(before).ToList();
            return left.Count == 0 ? null : $"{left.Count} program{(left.Count == 1 ? "" : "s")} that it started still run{(left.Count == 1 ? "s" : "")}. End what was started, and wait for its end, in DisposeAsync.";
        }),
        new("CONF-X26", UnloadCheck.Title, async (trial, token) =>
            await UnloadCheck.FindFaultAsync<IToolSource>(trial.Create(), trial.Options.PartOptions, source => trial.UseAsync(source, (tools, session) => trial.CallAsync(tools, session, token), token), token).ConfigureAwait(false)),
    ];
}
