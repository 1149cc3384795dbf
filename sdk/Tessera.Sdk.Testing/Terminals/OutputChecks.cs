using Tessera.Sdk.Terminals;
using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Terminals;

/// <summary>What is kept of what a program writes.</summary>
internal static class OutputChecks
{
    private const int Limit = 1000;

    /// <summary>How long the note of what was left out may be.</summary>
    private const int Note = 200;

    /// <summary>Writes more than <see cref="Limit"/> characters, no two lines of which are the same.</summary>
    private const string Flood = "i=1000; while [ $i -lt 3000 ]; do echo \"line $i\"; i=$((i+1)); done";

    private static string Flooded { get; } = string.Concat(Enumerable.Range(1000, 2000).Select(line => $"line {line}\n"));

    /// <summary>A command whose output is cut.</summary>
    public static TerminalCommand Cut { get; } = TrialTerminal.Shell(Flood) with { OutputLimit = Limit };

    public static IReadOnlyList<ConformanceCheck<TerminalTrial>> All { get; } =
    [
        new("CONF-P17", "Output within the limit is whole, to the last character", (trial, token) => trial.UseAsync(async terminal =>
        {
            var text = string.Concat(Enumerable.Range(0, 500).Select(line => $"{line}\tgrün\r\n 日本 🙂\n")) + "no line end";
            var result = await terminal.Terminal.RunAsync(TrialTerminal.Shell("printf '%s' \"$1\"", text), token).ConfigureAwait(false);
            return result.OutputTruncated ? "output within the limit was told to be truncated."
                : TextDifference.Find(text, result.Output, "as written", "as kept", "Decode UTF-8 across reads, and leave the text as it is.");
        }, token)),
        new("CONF-P18", "Standard output and error come in order of arrival", (trial, token) => trial.UseAsync(terminal => terminal.TalkAsync(TrialTerminal.Shell("echo one; read -r on; echo two >&2; read -r on; echo three"), async talk =>
        {
            foreach (var word in new[] { "one", "two" })
            {
                if (!await talk.HearAsync(word, token).ConfigureAwait(false)) return $"'{word}' was not heard, of a program that writes it.";
                await talk.SayAsync("on", token).ConfigureAwait(false);
            }

            var result = await talk.Session.Completion.WaitAsync(token).ConfigureAwait(false);
            return TextDifference.Find("one\ntwo\nthree\n", result.Output, "as written", "as kept", "Keep both streams in one text, as they come.");
        }, token), token)),
        new("CONF-P19", "Of output beyond the limit the first and the last half of it are kept, with a note between", (trial, token) => trial.UseAsync(async terminal =>
        {
            var result = await terminal.Terminal.RunAsync(Cut, token).ConfigureAwait(false);
            return !result.OutputTruncated ? "output was left out, and OutputTruncated is false."
                : !result.Output.StartsWith(Flooded[..(Limit / 2)], StringComparison.Ordinal) ? "the output does not begin with the first half of the limit."
                : !result.Output.EndsWith(Flooded[^(Limit / 2)..], StringComparison.Ordinal) ? "the output does not end with the last half of the limit. What went wrong stands there."
                : result.Output.Length > Limit + Note ? $"{result.Output.Length} characters were kept; the limit is {Limit}, and a short note."
                : result.Output.Length <= Limit ? "no note stands where output was left out." : null;
        }, token)),
    ];
}
