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
                Replace(Before(), "");
                break;
            case ConsoleKey.Delete when Position < Text.Length:
                Text = Text.Remove(Position, After() - Position);
                break;
            case ConsoleKey.LeftArrow when Position > 0:
                Position = Before();
                break;
            case ConsoleKey.RightArrow when Position < Text.Length:
                Position = After();
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

    /// <summary>The part of the line around the cursor that a console has room for; where something is left out, an ellipsis says so.</summary>
    /// <param name="room">How many characters are shown at most.</param>
    /// <returns>What is shown, and where the cursor stands in it.</returns>
    public (string Text, int Cursor) Shown(int room)
    {
        if (Text.Length < room) return (Text, Position);
        // It moves by half of the room, not with each letter.
        var half = room / 2;
        var begin = Position < room - 1 ? 0 : ((Position - room) / half + 1) * half;
        var end = Math.Min(Text.Length, begin + room - 1);
        var shown = Text[begin..end].ToCharArray();
        if (begin > 0) shown[0] = '…';
        if (end < Text.Length) shown[^1] = '…';
        return (new string(shown), Position - begin);
    }

    // A letter may be two characters, which are never torn apart.
    private int Before() => Position - (Position > 1 && char.IsSurrogatePair(Text, Position - 2) ? 2 : 1);

    private int After() => Position + (char.IsSurrogatePair(Text, Position) ? 2 : 1);

    private void Recall(int index)
    {
        _recalled = index;
        Text = index < past.Count ? past[index] : "";
        Position = Text.Length;
    }
}
