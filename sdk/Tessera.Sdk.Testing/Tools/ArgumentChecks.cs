using System.Text.Json.Nodes;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>What a tool makes of right and wrong arguments. A wrong one is a failed observation, never an exception.</summary>
internal static class ArgumentChecks
{
    public static IReadOnlyList<ConformanceCheck<ToolTrial>> All { get; } =
    [
        new("CONF-T06", "The call that was given succeeds", async (trial, token) =>
            await trial.CallAsync(trial.Arguments, token).ConfigureAwait(false) is { Failed: true } failed ? $"it failed: {failed.Text}" : null),
        new("CONF-T07", "A missing argument is a failed observation that names it", async (trial, token) =>
            await ForEachRequiredAsync(trial, (arguments, name) => arguments.Remove(name), token).ConfigureAwait(false)),
        new("CONF-T08", "A null for a required argument is a failed observation that names it", async (trial, token) =>
            await ForEachRequiredAsync(trial, (arguments, name) => arguments[name] = null, token).ConfigureAwait(false)),
        new("CONF-T09", "An unknown argument is a failed observation that names it", async (trial, token) =>
            await MustFailAsync(trial, "surplusArgument", arguments => arguments["surplusArgument"] = 1, token).ConfigureAwait(false)),
        new("CONF-T10", "An argument of the wrong type is a failed observation that names it", async (trial, token) =>
        {
            foreach (var (name, _) in ToolTrial.Properties(trial.Create()))
            {
                if (await MustFailAsync(trial, name, arguments => arguments[name] = new JsonObject { ["an"] = "object" }, token).ConfigureAwait(false) is { } fault) return fault;
            }

            return null;
        }),
        new("CONF-T11", "Any text is answered", async (trial, token) =>
        {
            string[] texts = ["", " ", "\0", "\ud800", "\u202e\u0007\u001b[31m", "../../../..", "-rf", "$(reboot)", "%s%n", "[(*", new('x', 1_000_000), string.Concat(Enumerable.Repeat("(a+)+", 2000))];
            foreach (var name in ToolTrial.TextArguments(trial.Create()))
            {
                foreach (var text in texts)
                {
                    var arguments = trial.Arguments;
                    arguments[name] = text;
                    try
                    {
                        await trial.CallAsync(arguments, token).ConfigureAwait(false);
                    }
#pragma warning disable CA1031 // Any exception is the fault that is looked for.
                    catch (Exception thrown) when (!token.IsCancellationRequested)
#pragma warning restore CA1031
                    {
                        return $"with {Show(text)} for '{name}' it threw {thrown.GetType().Name}: {thrown.Message}. Answer with Observation.Failure.";
                    }
                }
            }

            return null;
        }),
    ];

    private static async Task<string?> ForEachRequiredAsync(ToolTrial trial, Action<JsonObject, string> spoil, CancellationToken token)
    {
        var required = ToolTrial.Required(trial.Create());
        if (required.Count == 0) throw new NotApplicableException("no argument is required.");
        foreach (var name in required)
        {
            if (await MustFailAsync(trial, name, arguments => spoil(arguments, name), token).ConfigureAwait(false) is { } fault) return fault;
        }

        return null;
    }

    private static async Task<string?> MustFailAsync(ToolTrial trial, string name, Action<JsonObject> spoil, CancellationToken token)
    {
        var arguments = trial.Arguments;
        spoil(arguments);
        var observation = await trial.CallAsync(arguments, token).ConfigureAwait(false);
        return !observation.Failed ? $"{arguments.ToJsonString()} was taken as right. Deriving from Tool<TArguments> checks arguments."
            : !observation.Text.Contains(name, StringComparison.OrdinalIgnoreCase) ? $"the answer to {arguments.ToJsonString()} does not name '{name}': {observation.Text}"
            : null;
    }

    private static string Show(string text) => text.Length > 40 ? $"{text.Length} characters" : JsonValue.Create(text).ToJsonString();
}
