using System.Globalization;

namespace Tessera.Language.Synthesis;

/// <summary>A question whose answer has a hidden step: how many fruits are left, and whether that is an even number.</summary>
internal sealed record LeftOverQuestion(int First, string FirstKind, int Second, string SecondKind, int Eaten)
{
    private static readonly string[] _kinds = ["apples", "pears", "plums", "figs", "limes", "nuts"];

    // So many can be counted at a glance.
    private const int Glance = 6;

    public int Left => First + Second - Eaten;

    public bool IsHard => First + Second > Glance;

    public string Answer => IsEven(Left) ? "yes" : "no";

    public string Text => string.Create(
        CultureInfo.InvariantCulture, $"{First} {FirstKind} and {Second} {SecondKind} lie in a bowl, and {Eaten} are eaten. Is the number of those left even?");

    public static bool IsEven(int number) => number % 2 == 0;

    /// <summary>Draws a question: of each kind one to six lie there, and one to four are eaten, but not all.</summary>
    public static LeftOverQuestion Draw(Random random)
    {
        while (true)
        {
            var (first, second) = (random.Next(_kinds.Length), random.Next(_kinds.Length - 1));
            var question = new LeftOverQuestion(1 + random.Next(6), _kinds[first], 1 + random.Next(6), _kinds[second < first ? second : second + 1], 1 + random.Next(4));
            if (question.Left >= 1) return question;
        }
    }
}
