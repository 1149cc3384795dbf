using System.Globalization;
using System.Text;

namespace Tessera.Tools.Bash;

/// <summary>Reads what the shell says through its pipe: fields that each end with a NUL.</summary>
/// <param name="stream">The pipe.</param>
internal sealed class AnswerReader(Stream stream)
{
    // Fifty processes with their command lines are far less; what says more is not the shell.
    private const int Most = 200_000;

    private readonly byte[] _bytes = new byte[4096];
    private readonly Queue<string> _fields = new();
    private readonly List<byte> _begun = [];

    /// <summary>Reads that the shell is ready.</summary>
    /// <returns>Whether it is.</returns>
    public async Task<bool> ReadReadyAsync(CancellationToken cancellationToken) => await NextAsync(cancellationToken).ConfigureAwait(false) == "ready";

    /// <summary>Reads an answer.</summary>
    /// <returns>The answer; null where the shell has ended or says what makes no sense.</returns>
    public async Task<ShellAnswer?> ReadAnswerAsync(CancellationToken cancellationToken)
    {
        var fields = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            if (await NextAsync(cancellationToken).ConfigureAwait(false) is not { } field) return null;
            fields.Add(field);
        }

        if (Number(fields[0]) is not { } exitCode || Number(fields[4]) is not { } count || count > 100) return null;
        var background = new List<BackgroundProcess>();
        for (var i = 0; i + 1 < count; i += 2)
        {
            var id = await NextAsync(cancellationToken).ConfigureAwait(false);
            if (await NextAsync(cancellationToken).ConfigureAwait(false) is not { } line || Number(id!) is not { } number) return null;
            background.Add(new BackgroundProcess(number, line));
        }

        return new ShellAnswer(exitCode, fields[1] == "1", fields[2] == "1", fields[3], background);
    }

    private async Task<string?> NextAsync(CancellationToken cancellationToken)
    {
        while (_fields.Count == 0)
        {
            var read = await stream.ReadAsync(_bytes, cancellationToken).ConfigureAwait(false);
            if (read == 0 || _begun.Count > Most) return null;
            foreach (var letter in _bytes.AsSpan(0, read))
            {
                if (letter != 0)
                {
                    _begun.Add(letter);
                    continue;
                }

                _fields.Enqueue(Encoding.UTF8.GetString([.. _begun]));
                _begun.Clear();
            }
        }

        return _fields.Dequeue();
    }

    private static int? Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
