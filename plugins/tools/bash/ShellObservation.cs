using System.Text;
using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;

namespace Tessera.Tools.Bash;

/// <summary>What an agent sees of a command.</summary>
/// <param name="root">The workspace's root.</param>
/// <param name="folder">The directory in which the command began.</param>
/// <param name="timeout">The command's time bound.</param>
internal sealed class ShellObservation(string root, string? folder, TimeSpan timeout)
{
    private const string AsBefore = "Directory and variables are as they were before it.";

    /// <summary>Whether the shell before this one had ended.</summary>
    public bool WasLost { get; init; }

    /// <summary>What else is to be said; null for nothing.</summary>
    public string? Note { get; init; }

    public Observation Write(ShellAnswer? answer, string output)
    {
        var text = new StringBuilder();
        if (WasLost) text.Append("(This is a new shell: the one before was ended, and its directory, variables and background processes are lost.)\n\n");
        text.Append(Verdict(answer, output));
        if (output.Length > 0) text.Append(output);
        if (text.Length > 0 && text[^1] != '\n') text.Append('\n');
        if (answer is not null) AppendState(text, answer);
        if (Note is not null) text.Append('\n').Append(Note).Append('\n');
        return new Observation(text.ToString(), answer is null or { WasEnded: true }, Data(answer));
    }

    private string Verdict(ShellAnswer? answer, string output) => answer switch
    {
        null => $"The shell itself was ended, by the command or because it did not react any more. The next call starts a new one; directory, variables and background processes are lost.{Shown(output, "Output until then:")}",
        { WasEnded: true } => FormattableString.Invariant($"The command was ended after {timeout.TotalSeconds} seconds, with all that it had started. {AsBefore}{Shown(output, "Partial output:")}"),
        { KeptState: false } => FormattableString.Invariant($"The command ended its shell with exit code {answer.ExitCode}. {AsBefore}{Shown(output, "")}"),
        { ExitCode: 0 } => output.Length == 0 ? "The command succeeded without output." : "",
        _ => FormattableString.Invariant($"The command failed with exit code {answer.ExitCode}.{Shown(output, "")}"),
    };

    private static string Shown(string output, string title) => output.Length == 0 ? "" : title.Length == 0 ? "\n\n" : $" {title}\n\n";

    private void AppendState(StringBuilder text, ShellAnswer answer)
    {
        if (answer.Folder != folder) text.Append("\nThe shell is now in `").Append(Place(answer.Folder)).Append("`.\n");
        if (answer.Background.Count == 0) return;
        text.Append("\nRunning in the background:\n");
        foreach (var process in answer.Background) text.Append(FormattableString.Invariant($"  {process.Id}  {process.CommandLine.ReplaceLineEndings(" ")}\n"));
    }

    private string Place(string place) => place == root ? "." : place.StartsWith(root + "/", StringComparison.Ordinal) ? place[(root.Length + 1)..] : place;

    private JsonObject? Data(ShellAnswer? answer) => answer is null ? null : new JsonObject
    {
        ["exitCode"] = answer.ExitCode,
        ["timedOut"] = answer.WasEnded,
        ["folder"] = Place(answer.Folder),
        ["background"] = new JsonArray([.. answer.Background.Select(process => (JsonNode)new JsonObject { ["id"] = process.Id, ["command"] = process.CommandLine })]),
    };
}
