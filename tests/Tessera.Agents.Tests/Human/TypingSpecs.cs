using System.Text.Json.Nodes;
using Tessera.Agents.Human;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.Tests.Human;

/// <summary>Keys edit a line, and the tabulator knows what may follow.</summary>
public sealed class TypingSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tessera-agents-").FullName;
    private readonly Completion _completion;

    public TypingSpecs()
    {
        foreach (var file in new[] { "cart.py", "carts/shop.py", "notes.txt", ".hidden" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, file))!);
            File.WriteAllText(Path.Combine(_folder, file), "");
        }

        var odd = new ToolDefinition("odd", "Odd.", new JsonObject { ["properties"] = new JsonObject { ["any"] = true } });
        _completion = new Completion([InMemoryProject.Define("view"), InMemoryProject.Define("visit"), odd], _folder);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", 0, "odd |view |visit ")]
    [InlineData("vi", 0, "view |visit ")]
    [InlineData("view mo", 5, "mode=")]
    [InlineData("view ca", 5, "cart.py|carts/")]
    [InlineData("view carts/", 5, "carts/shop.py")]
    [InlineData("view path=no", 10, "notes.txt")]
    [InlineData("view mode=f", 10, "fast|full")]
    [InlineData("view ../", 5, "")]
    [InlineData("view path=../", 10, "")]
    [InlineData("view nowhere/x", 5, "")]
    [InlineData("odd any=", 8, "cart.py|carts/|notes.txt")]
    [InlineData("none ca", 5, "")]
    public void What_is_begun_is_completed(string line, int begin, string candidates)
    {
        var found = _completion.At(line, line.Length);
        found.Begin.Should().Be(begin);
        string.Join('|', found.Candidates).Should().Be(candidates);
    }

    [Fact]
    public void Files_that_fit_are_found_among_very_many()
    {
        for (var number = 0; number < 400; number++) File.WriteAllText(Path.Combine(_folder, $"a{number}"), "");
        _completion.At("view note", 9).Candidates.Should().Equal("note=", "notes.txt");
    }

    [Fact]
    public void Keys_edit_where_the_cursor_is_and_recall_what_was()
    {
        var line = new EditedLine(["first", "second"]);
        Type(line, "vie");
        Press(line, ConsoleKey.Home, ConsoleKey.RightArrow, ConsoleKey.Delete);
        Type(line, "I");
        (line.Text, line.Position).Should().Be(("vIe", 2));
        Press(line, ConsoleKey.End, ConsoleKey.Backspace, ConsoleKey.LeftArrow, ConsoleKey.LeftArrow, ConsoleKey.LeftArrow, ConsoleKey.Backspace);
        (line.Text, line.Position).Should().Be(("vI", 0));
        Press(line, ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.UpArrow);
        line.Text.Should().Be("first");
        Press(line, ConsoleKey.DownArrow);
        line.Text.Should().Be("second");
        Press(line, ConsoleKey.DownArrow, ConsoleKey.DownArrow, ConsoleKey.F5);
        line.Text.Should().BeEmpty();
    }

    [Fact]
    public void Of_a_line_that_is_wider_than_the_console_the_part_around_the_cursor_is_shown()
    {
        var line = new EditedLine([]);
        Type(line, "0123456789");
        line.Shown(11).Should().Be(("0123456789", 10));
        line.Shown(10).Should().Be(("…6789", 5));
        Press(line, ConsoleKey.Home);
        line.Shown(10).Should().Be(("01234567…", 0));
        Type(line, new string('x', 100));
        for (var i = 0; i < 110; i++)
        {
            var (text, cursor) = line.Shown(20);
            text.Length.Should().BeLessThan(20);
            cursor.Should().BeInRange(0, text.Length);
            text.Trim('…').Should().MatchRegex("^x*[0-9]*$");
            Press(line, i < 55 ? ConsoleKey.LeftArrow : ConsoleKey.RightArrow);
        }
    }

    [Fact]
    public void A_letter_of_two_characters_is_not_torn()
    {
        var line = new EditedLine([]);
        Type(line, "a😀b");
        Press(line, ConsoleKey.LeftArrow, ConsoleKey.LeftArrow);
        line.Position.Should().Be(1);
        Press(line, ConsoleKey.RightArrow, ConsoleKey.Backspace);
        line.Text.Should().Be("ab");
        Type(line, "😀");
        Press(line, ConsoleKey.LeftArrow, ConsoleKey.Delete);
        line.Text.Should().Be("ab");
    }

    private static void Type(EditedLine line, string text)
    {
        foreach (var letter in text) line.Take(new ConsoleKeyInfo(letter, ConsoleKey.None, false, false, false));
    }

    private static void Press(EditedLine line, params ConsoleKey[] keys)
    {
        foreach (var key in keys) line.Take(new ConsoleKeyInfo('\0', key, false, false, false));
    }
}
