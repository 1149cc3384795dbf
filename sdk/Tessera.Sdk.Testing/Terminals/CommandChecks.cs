using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Terminals;

/// <summary>What a program is given, and what is told of its end.</summary>
internal static class CommandChecks
{
    private const string Host = "TESSERA_CONFORMANCE_HOST";

    private static readonly string[] _odd = ["", " two  words ", "it's", "\"quoted\"", "two\nlines", "$HOME `id` $(id)", "a;b|c&d>e", "*", "-n", "--", "back\\slash", "grün 日本 🙂"];

    public static IReadOnlyList<ConformanceCheck<TerminalTrial>> All { get; } =
    [
        new("CONF-P04", "The exit code is the program's, 128 + n where signal n ended it", (trial, token) => trial.UseAsync(async terminal =>
        {
            foreach (var (script, code) in new[] { ("exit 0", 0), ("exit 3", 3), ("exit 255", 255), ("kill -KILL $$", 137), ("kill -TERM $$", 143) })
            {
                var result = await terminal.RunAsync(script, token).ConfigureAwait(false);
                if (result.ExitCode != code || result.TimedOut) return $"'{script}' was told as exit code {result.ExitCode}{(result.TimedOut ? ", timed out" : "")}, not {code}. Agents read from it whether a program succeeded.";
            }

            return null;
        }, token)),
        new("CONF-P05", "Arguments are passed as they are, never through a shell", (trial, token) => trial.UseAsync(async terminal =>
        {
            var result = await terminal.Terminal.RunAsync(TrialTerminal.Shell("for each do printf '<%s>' \"$each\"; done", _odd), token).ConfigureAwait(false);
            return TextDifference.Find(string.Concat(_odd.Select(argument => $"<{argument}>")), result.Output, "as given", "as passed", "Pass a list of arguments, and do not join and quote them.");
        }, token)),
        new("CONF-P06", "Standard input is given whole", (trial, token) => trial.UseAsync(async terminal =>
        {
            var input = string.Concat(Enumerable.Range(0, 8000).Select(line => $"line {line} of ünïcode 🙂\n"));
            var result = await terminal.Terminal.RunAsync(TrialTerminal.Shell("cat") with { StandardInput = input, OutputLimit = 2 * input.Length }, token).ConfigureAwait(false);
            return TextDifference.Find(input, result.Output, "as given", "as read", "Write all of it, in UTF-8 without a mark, while output is read.");
        }, token)),
        new("CONF-P07", "Without standard input a program reads its end at once", (trial, token) => trial.UseAsync(async terminal =>
        {
            var result = await terminal.Terminal.RunAsync(TrialTerminal.Shell("cat; echo end") with { Timeout = trial.Options.Patience / 2 }, token).ConfigureAwait(false);
            return result is { TimedOut: false, Output: "end\n" } ? null : "a program that reads its input did not come to its end. Close standard input, which must not be that of this process either.";
        }, token)),
        new("CONF-P08", "A program need not read its input", (trial, token) => trial.UseAsync(async terminal =>
        {
            var result = await terminal.Terminal.RunAsync(TrialTerminal.Shell("exit 0") with { StandardInput = new string('x', 1_000_000) }, token).ConfigureAwait(false);
            return result.Succeeded ? null : $"'exit 0' ended with {result.ExitCode} when it did not read its input. A pipe that is closed early is no failure.";
        }, token)),
        new("CONF-P09", "Programs run in the terminal's folder, or in the one that the command names", (trial, token) => trial.UseAsync(async terminal =>
        {
            Directory.CreateDirectory(terminal.At("inner"));
            await terminal.RunAsync("echo > here.txt", token).ConfigureAwait(false);
            await terminal.Terminal.RunAsync(TrialTerminal.Shell("echo > there.txt") with { WorkingFolder = terminal.At("inner") }, token).ConfigureAwait(false);
            return !File.Exists(terminal.At("here.txt")) ? "what a program wrote is not in the site's folder."
                : !File.Exists(Path.Combine(terminal.At("inner"), "there.txt")) ? "what a program wrote is not in the folder that its command names, in WorkingFolder." : null;
        }, token)),
        new("CONF-P10", "Variables are the command's, then the site's; null removes one", (trial, token) => TerminalTrial.UseAtAsync(
            trial.Create(), new TrialFolder(), site => site with { Environment = new Dictionary<string, string> { ["TESSERA_ONE"] = "site", ["TESSERA_TWO"] = "site", ["TESSERA_THREE"] = "site" } }, async terminal =>
            {
                var result = await terminal.Terminal.RunAsync(TrialTerminal.Shell("printf '%s' \"$TESSERA_ONE, $TESSERA_TWO, ${TESSERA_THREE-removed}, $TESSERA_FOUR\"") with
                {
                    Environment = new Dictionary<string, string?> { ["TESSERA_TWO"] = "command", ["TESSERA_THREE"] = null, ["TESSERA_FOUR"] = "it's $HOME\n\"new\"" },
                }, token).ConfigureAwait(false);
                return TextDifference.Find("site, command, removed, it's $HOME\n\"new\"", result.Output, "as given", "as seen", "Set the site's variables, then the command's, and take away those that are null.");
            }, token)),
        new("CONF-P11", "Variables of this process are not passed on", (trial, token) => trial.UseAsync(async terminal =>
        {
            try
            {
                Environment.SetEnvironmentVariable(Host, "secret");
                var result = await terminal.RunAsync($"echo \"${{{Host}-none}}\"", token).ConfigureAwait(false);
                return result.Output.Trim() == "none" ? null : "a program saw a variable of this process that nobody gave it. They may hold keys of services: pass on those by name that programs need, such as PATH.";
            }
            finally
            {
                Environment.SetEnvironmentVariable(Host, null);
            }
        }, token)),
    ];
}
