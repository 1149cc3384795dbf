using System.Text.Json.Nodes;
using Tessera.Tools.Grep;

namespace Tessera.Tools.Tests;

/// <summary>A pattern may be as long as it can be prepared in time.</summary>
public sealed class GrepLengthSpecs
{
    [Fact]
    public async Task An_expression_that_is_too_long_is_refused_and_as_much_plain_text_is_found()
    {
        var text = new string('a', 30_000);
        await using var project = new Project(new GrepTool(new GrepOptions(), TimeProvider.System)).Write("long.txt", text + "\n");

        var refused = await project.CallAsync(new JsonObject { ["pattern"] = text });
        var found = await project.CallAsync(new JsonObject { ["pattern"] = text, ["literal"] = true });
        var shorter = await project.CallAsync(new JsonObject { ["pattern"] = text[..20_000] });

        refused.Failed.Should().BeTrue();
        refused.Text.Should().Contain("It has 30000 characters, and at most 20000 can be prepared in time.").And.Contain("`literal`");
        found.Data!["matches"]!.GetValue<int>().Should().Be(1);
        shorter.Data!["matches"]!.GetValue<int>().Should().Be(1);
    }
}
