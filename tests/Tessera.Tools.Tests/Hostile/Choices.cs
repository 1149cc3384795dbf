using System.Text;

namespace Tessera.Tools.Tests.Hostile;

/// <summary>Choices that a seed decides.</summary>
internal sealed class Choices(int seed)
{
    private static readonly string[] _letters = ["a", "b", "é", "\U0001F600", "\ud800", "\udfff", "\0", "\n", "\r", "\t", "\u001b", "\u202e", " ", "'", "\"", "\\", "/", "$", "`", "*", "{", "\ufeff", "\uffff", "%", "-", "~"];
    private readonly Random _random = new(seed);

    public int Seed => seed;

    public int Number(int least, int most) => _random.Next(least, most + 1);

    public bool Once(int @in) => _random.Next(@in) == 0;

    public T Of<T>(params IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>Some pieces, one after another.</summary>
    public string Joined(int most, IReadOnlyList<string> pieces, params IReadOnlyList<string> joints)
    {
        var text = new StringBuilder(Of(pieces));
        for (var count = Number(0, most - 1); count > 0; count--) text.Append(joints.Count == 0 ? "" : Of(joints)).Append(Of(pieces));
        return text.ToString();
    }

    /// <summary>A text of letters that something may take for more than letters.</summary>
    public string Letters(int most) => Joined(most, _letters);

    /// <summary>A number as agents write it, sensible or not.</summary>
    public int Line() => Of(0, 1, 2, 3, -1, 5, 100, int.MaxValue, int.MinValue, Number(-5, 50));
}
