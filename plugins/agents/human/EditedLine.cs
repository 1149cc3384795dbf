namespace Tessera.Agents.Human;

/// <summary>A line that a person edits.</summary>
/// <param name="past">Earlier lines, which can be recalled.</param>
internal sealed class EditedLine(IReadOnlyList<string> past)
{
    private int _recalled = past.Count;

    public string Text { get; private set; } = "";

    public int Position { get; private set; }

    /// <summary>Puts a text in the place of what stands between a position and the cursor.</summary>
    public void Replace(int begin, string text)
    {
        Text = Text[..begin] + text + Text[Position..];
        Position = begin + text.Length;
    }

    /// <summary>Does what a key asks for; an unknown one does nothing.</summary>
    public void Take(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Backspace when Position > 0:
                Replace(Position - 1, "");
                break;
            case ConsoleKey.Delete when Position < Text.Length:
                Text = Text.Remove(Position, 1);
                break;
            case ConsoleKey.LeftArrow:
                Position = Math.Max(0, Position - 1);
                break;
            case ConsoleKey.RightArrow:
                Position = Math.Min(Text.Length, Position + 1);
                break;
            case ConsoleKey.Home:
                Position = 0;
                break;
            case ConsoleKey.End:
                Position = Text.Length;
                break;
            case ConsoleKey.UpArrow when _recalled > 0:
                Recall(_recalled - 1);
                break;
            case ConsoleKey.DownArrow when _recalled < past.Count:
                Recall(_recalled + 1);
                break;
            default:
                if (!char.IsControl(key.KeyChar)) Replace(Position, key.KeyChar.ToString());
                break;
        }
    }

    private void Recall(int index)
    {
        _recalled = index;
        Text = index < past.Count ? past[index] : "";
        Position = Text.Length;
    }
}
