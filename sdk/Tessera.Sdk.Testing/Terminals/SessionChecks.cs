using Tessera.Sdk.Terminals;
using Tessera.Sdk.Testing.Repetition;

namespace Tessera.Sdk.Testing.Terminals;

/// <summary>How programs are talked to while they run.</summary>
internal static class SessionChecks
{
    public static IReadOnlyList<ConformanceCheck<TerminalTrial>> All { get; } =
    [
        new("CONF-P26", "A program is talked to, and what it says is given once", (trial, token) => trial.UseAsync(terminal => terminal.TalkAsync(TrialTerminal.Shell("while read -r line; do echo \"heard $line\"; [ \"$line\" = bye ] && exit 5; done"), async talk =>
        {
            string[] lines = ["milk", "it's grün", "bye"];
            foreach (var line in lines)
            {
                await talk.SayAsync(line, token).ConfigureAwait(false);
                if (!await talk.HearAsync($"heard {line}\n", token).ConfigureAwait(false)) return $"'{line}' was written to the program, and its answer did not come. Hand input over at once, in UTF-8.";
            }

            var result = await talk.Session.Completion.WaitAsync(token).ConfigureAwait(false);
            var said = string.Concat(lines.Select(line => $"heard {line}\n"));
            return result.ExitCode != 5 ? $"the session ended with {result.ExitCode}; the program's exit code was 5."
                : TextDifference.Find(said, result.Output, "as said", "in the end", "Completion holds all of the output.")
                ?? TextDifference.Find(said, talk.Heard, "as said", "as taken", "TakeOutput gives what is new since the last call.");
        }, token), token)),
        new("CONF-P27", "The time bound holds for the whole session", (trial, token) => trial.UseAsync(terminal =>
            terminal.TalkAsync(TrialTerminal.Shell("read -r line") with { Timeout = TimeSpan.FromSeconds(0.3) }, async talk =>
                (await talk.Session.Completion.WaitAsync(token).ConfigureAwait(false)).TimedOut ? null : "the session ended when its time was over, and TimedOut is false.", token), token)),
        new("CONF-P28", "Disposing of a session ends its whole tree of processes", (trial, token) => trial.UseAsync(async terminal =>
        {
            var ended = await terminal.TalkAsync(TrialTerminal.Shell(Heartbeat.Begin + "wait"), async talk =>
            {
                await Heartbeat.HasBegunAsync(terminal, token).ConfigureAwait(false);
                return talk.Session.Completion;
            }, token).ConfigureAwait(false);
            return ended.IsCompleted
                ? await Heartbeat.FindSurvivorAsync(terminal, "the session was disposed of", token).ConfigureAwait(false)
                : "Completion had not ended when DisposeAsync had.";
        }, token)),
        new("CONF-P29", "A program is interrupted as by Ctrl-C", (trial, token) => trial.UseAsync(terminal => terminal.TalkAsync(TrialTerminal.Shell("trap 'echo caught; exit 7' INT; echo ready; while :; do sleep 0.05; done"), async talk =>
        {
            await talk.HearAsync("ready", token).ConfigureAwait(false);
            talk.Session.Interrupt();
            var result = await talk.Session.Completion.WaitAsync(token).ConfigureAwait(false);
            // An interruption that comes too late is no fault of whoever asked for it.
            talk.Session.Interrupt();
            return result.ExitCode == 7 ? null : $"a program that catches the interruption and ends with 7 ended with {result.ExitCode}{(result.TimedOut ? ", timed out" : "")}. Send SIGINT to it.";
        }, token), token)),
        new("CONF-P30", "A program writes to its pipe", (trial, token) => trial.UseAsync(terminal => terminal.TalkAsync(
            TrialTerminal.Shell($"exec 3> \"${{{TerminalCommand.ChannelVariable}#pipe:}}\"; echo apart >&3; exec 3>&-; echo beside") with { WithPipe = true }, async talk =>
            {
                if (talk.Session.Channel is not { } channel) return $"Channel is null, though the command asked for a pipe. Name one in {TerminalCommand.ChannelVariable}, as 'pipe:PATH'.";
                using var reader = new StreamReader(channel, leaveOpen: true);
                var text = await reader.ReadToEndAsync(token).ConfigureAwait(false);
                return TextDifference.Find("apart\n", text, "as written to the pipe", "as read from Channel", "The channel holds what is written to the pipe, until the program closes it.")
                    ?? TextDifference.Find("beside\n", (await talk.Session.Completion.WaitAsync(token).ConfigureAwait(false)).Output, "as written to standard output", "as kept", "The channel is apart from the standard streams.");
            }, token), token)),
        new("CONF-P31", "A program is told where its socket is", (trial, token) => trial.UseAsync(terminal => terminal.TalkAsync(TrialTerminal.Shell($"echo \"${TerminalCommand.ChannelVariable}\"") with { WithChannel = true }, async talk =>
        {
            var place = (await talk.Session.Completion.WaitAsync(token).ConfigureAwait(false)).Output.Trim();
            return talk.Session.Channel is null ? "Channel is null, though the command asked for one."
                : place.StartsWith("unix:/", StringComparison.Ordinal) || (place.StartsWith("tcp:", StringComparison.Ordinal) && place.Split(':').Length == 3) ? null
                : $"{TerminalCommand.ChannelVariable} was '{place}'. It is 'unix:PATH' or 'tcp:HOST:PORT'.";
        }, token), token)),
        new("CONF-P32", "A program that is busy is not said to wait for input", (trial, token) => trial.UseAsync(terminal => terminal.TalkAsync(TrialTerminal.Shell("echo ready; while :; do :; done"), async talk =>
        {
            await talk.HearAsync("ready", token).ConfigureAwait(false);
            return talk.Session.IsWaitingForInput is true ? "IsWaitingForInput is true of a program that computes. Say null where the system does not tell." : null;
        }, token), token)),
    ];
}
