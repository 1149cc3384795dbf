using System.Globalization;
using System.Text;

namespace Tessera.Benchmarks.Tools;

/// <summary>A large tree of text files, the same each time.</summary>
internal static class GeneratedSources
{
    private static readonly string[] _words = ["value", "return", "import", "self", "result", "index", "buffer", "error", "while", "print", "length", "name"];

    /// <summary>Writes files until there are about as many bytes as asked for; one line in all is rare.</summary>
    public static void Write(string folder, long bytes, int fileBytes = 50_000)
    {
        var random = new Random(7);
        for (var (written, i) = (0L, 0); written < bytes; i++)
        {
            var text = new StringBuilder();
            while (text.Length < fileBytes)
            {
                text.Append(' ', 4 * random.Next(3));
                for (var word = random.Next(3, 10); word > 0; word--) text.Append(_words[random.Next(_words.Length)]).Append(' ');
                text.Append(random.Next(1_000_000).ToString(CultureInfo.InvariantCulture)).Append('\n');
            }

            if (i == 1234) text.Append("a needle in the haystack\n");
            var part = Directory.CreateDirectory(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"part{i / 100:000}")));
            File.WriteAllText(Path.Combine(part.FullName, string.Create(CultureInfo.InvariantCulture, $"file{i:00000}.py")), text.ToString());
            written += text.Length;
        }
    }
}
