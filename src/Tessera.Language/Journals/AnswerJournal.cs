using System.Text;
using System.Text.Json;
using Tessera.Language.Caching;

namespace Tessera.Language.Journals;

/// <summary>
/// The answers of one search in a file, one a line in the order in which they came: a search that was ended goes on from them and asks nothing twice. Whatever
/// ended it, at most the last line is torn, and a torn line counts as not written.
/// </summary>
internal sealed class AnswerJournal : IAnswerStore, IAsyncDisposable
{
    private readonly Dictionary<string, string> _answers = new(StringComparer.Ordinal);
    private readonly FileStream _file;

    private AnswerJournal(FileStream file) => _file = file;

    /// <summary>Opens a journal, or begins one.</summary>
    public static async Task<AnswerJournal> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var journal = new AnswerJournal(file);
        try
        {
            file.SetLength(await journal.ReadAsync(cancellationToken).ConfigureAwait(false));
            file.Seek(0, SeekOrigin.End);
            return journal;
        }
        catch
        {
            await journal.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<TAnswer?> FindAsync<TAnswer>(string key, CancellationToken cancellationToken) where TAnswer : class =>
        Task.FromResult(_answers.TryGetValue(key, out var answer) ? JsonSerializer.Deserialize<TAnswer>(answer, AnswerFormat.Options) : null);

    /// <inheritdoc/>
    public async Task KeepAsync<TAnswer>(string key, TAnswer answer) where TAnswer : class
    {
        var text = JsonSerializer.Serialize(answer, AnswerFormat.Options);
        if (!_answers.TryAdd(key, text)) return;
        // What was paid for is kept even when whoever asked is being cancelled.
        await _file.WriteAsync(Encoding.UTF8.GetBytes($"{key} {text}\n"), CancellationToken.None).ConfigureAwait(false);
        await _file.FlushAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    /// <summary>Reads whole lines, and says how long they are together.</summary>
    private async Task<long> ReadAsync(CancellationToken cancellationToken)
    {
        var bytes = new byte[_file.Length];
        await _file.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        var begin = 0;
        for (int end; (end = Array.IndexOf(bytes, (byte)'\n', begin)) >= 0; begin = end + 1)
        {
            var line = Encoding.UTF8.GetString(bytes, begin, end - begin);
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space <= 0 || !IsJson(line.AsMemory(space + 1))) break;
            _answers[line[..space]] = line[(space + 1)..];
        }

        return begin;
    }

    private static bool IsJson(ReadOnlyMemory<char> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
