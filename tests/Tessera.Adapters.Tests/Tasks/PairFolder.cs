using System.Text.Json;
using Tessera.Sdk.Randomness;

namespace Tessera.Adapters.Tests.Tasks;

/// <summary>A folder of small tasks in the letters of <see cref="Models.TinyTokenizer"/>: in each, words with one letter are better than words with another.</summary>
internal sealed class PairFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    public PairFolder Add(string name, string family, char better, char worse, int examples = 12)
    {
        var random = new Seed(4).Derive(name).CreateRandom();
        var lines = Enumerable.Range(0, examples).Select(_ =>
        {
            var (before, after) = (Word(random), Word(random));
            return JsonSerializer.Serialize(new { sentence_good = $"{before}{better} {after}{better}", sentence_bad = $"{before}{worse} {after}{worse}", linguistics_term = family });
        });
        return Write(name, string.Join('\n', lines));
    }

    public PairFolder Write(string name, string lines)
    {
        _folder.File(name + ".jsonl", lines);
        return this;
    }

    public void Dispose() => _folder.Dispose();

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => "cdefgh"[random.Next(6)]));
}
