using System.Globalization;
using System.Text;

namespace Tessera.Agents.Solution;

/// <summary>The names of files in unified differences.</summary>
internal static class PatchName
{
    /// <summary>The file that a line of a difference's head names, after <c>---</c> or <c>+++</c>.</summary>
    /// <param name="text">What the line says after its sign.</param>
    /// <returns>The file, without the <c>a/</c> or <c>b/</c> before it; null for <c>/dev/null</c>, which stands for no file.</returns>
    /// <exception cref="FormatException">It names none.</exception>
    public static string? Read(string text)
    {
        // diff writes a time behind a tabulator, and git a tabulator behind names with spaces.
        var name = text.StartsWith('"') ? Unquoted(text) : text.Split('\t')[0].Trim();
        if (name == "/dev/null") return null;
        if (name.StartsWith("a/", StringComparison.Ordinal) || name.StartsWith("b/", StringComparison.Ordinal)) name = name[2..];
        return name.Length > 0 ? name : throw new FormatException("it names no file.");
    }

    // Git quotes names as C does, and writes what is not ASCII as the bytes of its UTF-8.
    private static string Unquoted(string text)
    {
        var quoted = Encoding.UTF8.GetBytes(text);
        var name = new List<byte>();
        for (var i = 1; i < quoted.Length; i++)
        {
            if (quoted[i] == '"') return Encoding.UTF8.GetString([.. name]);
            if (quoted[i] != '\\' || i + 1 == quoted.Length) name.Add(quoted[i]);
            else if (i + 3 < quoted.Length && Array.TrueForAll(quoted[(i + 1)..(i + 4)], digit => digit is >= (byte)'0' and <= (byte)'7'))
            {
                name.Add((byte)(((quoted[i + 1] - '0') * 64) + ((quoted[i + 2] - '0') * 8) + quoted[i + 3] - '0'));
                i += 3;
            }
            else name.Add(Escaped((char)quoted[++i]));
        }

        throw new FormatException("a closing \" is missing.");
    }

    private static byte Escaped(char letter) => letter switch
    {
        'a' => 7,
        'b' => 8,
        't' => 9,
        'n' => 10,
        'v' => 11,
        'f' => 12,
        'r' => 13,
        '"' or '\\' => (byte)letter,
        _ => throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"\\{letter} stands for no letter.")),
    };
}
