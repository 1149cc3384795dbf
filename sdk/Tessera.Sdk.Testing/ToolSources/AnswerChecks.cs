using System.Text.Json.Nodes;
using Tessera.Sdk.Testing.Tools;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.ToolSources;

/// <summary>How a source's tools answer.</summary>
internal static class AnswerChecks
{
    public static IReadOnlyList<ConformanceCheck<ToolSourceTrial>> All { get; } =
    [
        new("CONF-X10", "The call that was given succeeds", (trial, token) => trial.UseAsync(async (tools, session) =>
            await trial.CallAsync(tools, session, token).ConfigureAwait(false) is { Failed: true } failed ? $"it failed: {failed.Text}" : null, token)),
        new("CONF-X11", "An answer has text, within the limit", (trial, token) => trial.UseAsync(async (tools, session) =>
        {
            var text = (await trial.CallAsync(tools, session, token).ConfigureAwait(false)).Text;
            return string.IsNullOrWhiteSpace(text) ? "the text is empty. Say at least that it was done."
                : text.Length > Observation.TextLimit ? $"the text has {text.Length} characters; the limit is {Observation.TextLimit}. Use Observation.Bounded." : null;
        }, token)),
        new("CONF-X12", "Arguments that are missing, unknown or of a wrong type are answered", (trial, token) => trial.UseAsync(async (tools, session) =>
        {
            foreach (var arguments in Wrong(trial)) if (await FindThrownAsync(trial, tools, session, arguments, token).ConfigureAwait(false) is { } fault) return fault;
            return null;
        }, token)),
        new("CONF-X13", "Any text is answered", (trial, token) => trial.UseAsync(async (tools, session) =>
        {
            var names = ToolTrial.TextArguments(trial.Tool(tools));
            if (names.Count == 0) throw new NotApplicableException("the tool takes no text.");
            foreach (var (name, text) in names.SelectMany(_ => new[] { "", "\0", "\ud800", "../../..", "$(reboot)", new('x', 200_000) }, (name, text) => (name, text)))
            {
                var arguments = trial.Arguments;
                arguments[name] = text;
                if (await FindThrownAsync(trial, tools, session, arguments, token).ConfigureAwait(false) is { } fault) return fault;
            }

            return null;
        }, token)),
        new("CONF-X14", "After a wrong call the right one succeeds", (trial, token) => trial.UseAsync(async (tools, session) =>
        {
            await FindThrownAsync(trial, tools, session, [], token).ConfigureAwait(false);
            return await trial.CallAsync(tools, session, token).ConfigureAwait(false) is { Failed: true } failed ? $"it failed: {failed.Text}" : null;
        }, token)),
    ];

    private static IEnumerable<JsonObject> Wrong(ToolSourceTrial trial)
    {
        yield return [];
        foreach (var name in trial.Arguments.Select(argument => argument.Key))
        {
            foreach (var value in new JsonNode?[] { null, 1, new JsonObject { ["an"] = "object" }, new JsonArray("a", "list") })
            {
                var arguments = trial.Arguments;
                arguments[name] = value;
                yield return arguments;
            }
        }

        var surplus = trial.Arguments;
        surplus["surplusArgument"] = 1;
        yield return surplus;
    }

    private static async Task<string?> FindThrownAsync(ToolSourceTrial trial, IReadOnlyList<ITool> tools, IToolSession session, JsonObject arguments, CancellationToken token)
    {
        try
        {
            await ToolTrial.CallAsync(trial.Tool(tools), arguments, session, token).ConfigureAwait(false);
            return null;
        }
        catch (NotApplicableException)
        {
            throw;
        }
#pragma warning disable CA1031 // Any exception is the fault that is looked for.
        catch (Exception thrown) when (!token.IsCancellationRequested)
#pragma warning restore CA1031
        {
            var written = arguments.ToJsonString();
            return $"{(written.Length > 100 ? written[..100] + "…" : written)} was answered with {thrown.GetType().Name}: {thrown.Message}. Answer with Observation.Failure.";
        }
    }
}
