namespace Tessera.Agents.Human;

/// <summary>Reads lines from a console: arrows move and recall, the tabulator completes.</summary>
internal sealed class ConsolePrompt(TextWriter output) : IPrompt
{
    // A read of a key cannot be given up; so often is looked whether one is there.
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(15);

    private readonly List<string> _past = [];

    public async Task<string?> ReadAsync(Completion completion, CancellationToken cancellationToken)
    {
        var line = new EditedLine(_past);
        await output.WriteAsync("> ").ConfigureAwait(false);
        while (true)
        {
            while (!Console.KeyAvailable) await Task.Delay(_patience, cancellationToken).ConfigureAwait(false);
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
            {
                await output.WriteLineAsync().ConfigureAwait(false);
                if (line.Text.Trim().Length > 0) _past.Add(line.Text);
                return line.Text;
            }

            if (key is { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } && line.Text.Length == 0) return null;
            if (key.Key == ConsoleKey.Tab) await CompleteAsync(line, completion).ConfigureAwait(false);
            else line.Take(key);
            // The whole line anew: it is short, and every console understands it.
            var (text, cursor) = line.Shown(Math.Max(20, Console.WindowWidth - 3));
            await output.WriteAsync($"\r\u001b[K> {text}\r\u001b[{cursor + 2}C").ConfigureAwait(false);
        }
    }

    private async Task CompleteAsync(EditedLine line, Completion completion)
    {
        var (begin, candidates) = completion.At(line.Text, line.Position);
        if (candidates.Count == 0) return;
        var common = candidates.Aggregate(CommonBeginning);
        if (candidates.Count == 1 || common.Length > line.Position - begin) line.Replace(begin, candidates.Count == 1 ? candidates[0] : common);
        else await output.WriteAsync($"\r\n{string.Join("  ", candidates)}\r\n").ConfigureAwait(false);
    }

    private static string CommonBeginning(string left, string right)
    {
        var length = 0;
        while (length < left.Length && length < right.Length && left[length] == right[length]) length++;
        return left[..length];
    }
}
