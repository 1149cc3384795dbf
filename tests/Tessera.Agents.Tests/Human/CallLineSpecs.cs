using Tessera.Agents.Human;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.Tests.Human;

/// <summary>A person types calls in the shortest way that is clear.</summary>
public class CallLineSpecs
{
    private static readonly IReadOnlyList<ToolDefinition> _tools = [InMemoryProject.Define("view"), InMemoryProject.Define("pdb"), new("submit", "Ends.", [])];

    [Theory]
    [InlineData("view main.py", """{"path":"main.py"}""")]
    [InlineData("  pdb   b main.py:3, x == 4 ", """{"path":"b main.py:3, x == 4"}""")]
    [InlineData("pdb x = 3", """{"path":"x = 3"}""")]
    [InlineData("view path=a.py mode=full", """{"path":"a.py","mode":"full"}""")]
    [InlineData("view note=\"two words\" path=", """{"note":"two words","path":""}""")]
    [InlineData("""view path="a\nb\t\"c\"\\" """, """{"path":"a\nb\t\"c\"\\"}""")]
    [InlineData("""view {"path": "a.py", "deep": {"x": [1]}}""", """{"path":"a.py","deep":{"x":[1]}}""")]
    [InlineData("view main.py mode=full note=\"two words\"", """{"path":"main.py","mode":"full","note":"two words"}""")]
    [InlineData("view x mode=full path=a.py", """{"mode":"full","path":"a.py"}""")]
    [InlineData("view mode == 3", """{"path":"mode == 3"}""")]
    [InlineData("view p mode==full", """{"path":"p mode==full"}""")]
    [InlineData("view p f(1, mode=2)", """{"path":"p f(1, mode=2)"}""")]
    [InlineData("submit", "{}")]
    public void A_line_is_a_call(string line, string arguments)
    {
        var call = CallLine.Read(line, _tools, "7");
        call.Id.Should().Be("7");
        call.Arguments.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Should().Be(arguments);
    }

    [Theory]
    [InlineData("veiw main.py", "*no tool 'veiw'*'view'*help*")]
    [InlineData("view path=a.py colour=red", "*'colour' is no argument of view: view path=... [note=...] [mode=...]*")]
    [InlineData("view path=a.py rest", "*'rest' is no argument*spaces stands in \"quotes\".")]
    [InlineData("view path=\"a.py", "*closing \"*")]
    [InlineData("view {\"path\": ", "*no JSON object*")]
    [InlineData("view {\"a\": {\"b\": 1, \"b\": 2}}", "*no JSON object*")]
    [InlineData("submit now", "*takes no arguments*")]
    public void A_line_that_is_none_says_what_to_write(string line, string message) =>
        FluentActions.Invoking(() => CallLine.Read(line, _tools, "1")).Should().Throw<FormatException>().WithMessage(message);
}
