using System.Text.Json;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Language.Caching;

/// <summary>Answers in files, one a question. Several processes may share a folder.</summary>
/// <param name="folder">The folder; it is made when the first answer is kept.</param>
internal sealed class AnswerFolder(string folder) : IAnswerStore
{
    /// <summary>The answer to a question; null where none is kept or what is kept is damaged.</summary>
    /// <exception cref="TesseraException">TESS4421: the folder cannot be read.</exception>
    public async Task<TAnswer?> FindAsync<TAnswer>(string key, CancellationToken cancellationToken) where TAnswer : class
    {
        try
        {
            return JsonSerializer.Deserialize<TAnswer>(await File.ReadAllTextAsync(PathOf(key), cancellationToken).ConfigureAwait(false), AnswerFormat.Options);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Unusable(refused);
        }
    }

    /// <summary>Keeps an answer, whole or not at all.</summary>
    /// <exception cref="TesseraException">TESS4421: the folder cannot be written.</exception>
    public async Task KeepAsync<TAnswer>(string key, TAnswer answer) where TAnswer : class
    {
        var path = PathOf(key);
        var draft = $"{path}.{Guid.NewGuid():n}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // What was paid for is kept even when whoever asked is being cancelled.
            await File.WriteAllTextAsync(draft, JsonSerializer.Serialize(answer, AnswerFormat.Options), CancellationToken.None).ConfigureAwait(false);
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Unusable(refused);
        }
    }

    private string PathOf(string key) => Path.Combine(folder, key[..2], $"{key}.json");

    private TesseraException Unusable(Exception cause) => new(
        Diagnostic.Error("TESS4421", $"Answers cannot be kept: {cause.Message}", new SourceLocation(folder), "Name a folder that can be written in 'folder', or leave it out."), cause);
}
