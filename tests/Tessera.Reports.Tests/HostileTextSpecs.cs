using System.Text.Json.Nodes;
using Tessera.Pipelines.Running;

namespace Tessera.Reports.Tests;

/// <summary>What models, tools and files say is shown, never obeyed.</summary>
public class HostileTextSpecs
{
    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("\"><svg onload=alert(1)>")]
    [InlineData("'; background:url(https://example.com/x)")]
    [InlineData("</style><style>*{display:none}</style>")]
    [InlineData("<!-- --><![CDATA[ &amp; &lt; ]]>")]
    [InlineData("@(1 + 1) {{ x }} ${y}")]
    public async Task It_is_text_wherever_it_stands(string text)
    {
        var step = Pages.Step([.. Everything.With(text)]) with
        {
            Name = text, Uses = text, Status = StepStatus.Failed, Error = text, Metrics = new Dictionary<string, double> { [text] = 1 }, Output = new JsonObject { [text] = text },
        };
        var run = Pages.Run(step) with { Pipeline = text, Warnings = [text] };
        var origin = new RunOrigin
        {
            Sdk = text, Seed = text, Seeds = new Dictionary<string, string> { [text] = text }, Plugins = [new PinnedPlugin(text, text, text)],
            Options = new Dictionary<string, JsonNode> { [text] = new JsonObject { ["x"] = text } },
        };

        var page = Pages.Parse(await RunReport.RenderAsync(run, origin));

        page.QuerySelectorAll("script, img, iframe, object, embed, link, form, base").Should().BeEmpty();
        page.QuerySelectorAll("style").Should().ContainSingle();
        page.All.SelectMany(element => element.Attributes).Where(attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)).Should().BeEmpty();
        page.Title.Should().Be($"{text}: failed");
        page.QuerySelector("h1")!.TextContent.Should().Be(text);
        page.QuerySelector(".failure pre")!.TextContent.Should().Be(text);
        page.Texts("h3").Should().Contain(text);
        page.Texts(".transcript .speaker").Should().Contain(text);
        page.Texts(".tree .node").Should().Equal(text, text);
        page.Texts("tbody th").Should().Contain(text);
    }

    [Fact]
    public async Task Characters_that_turn_or_hide_text_are_spelled_out()
    {
        var transcript = await Pages.FindingAsync(Everything.With("a\u202Eb\u2066c\u0007d\0e\u001b[31mf\u001b[0m\u001b]0;g\r\nh\u0085\ud800i\U0001F600")[^1]);

        transcript.QuerySelector("pre")!.TextContent.Should().Be("a[U+202E]b[U+2066]c␇d␀ef␛]0;g\nh\ufffd\ufffdi\U0001F600");
    }

    [Fact]
    public async Task Text_in_other_scripts_stays_as_it_is_and_takes_no_room_for_escapes()
    {
        var page = await Pages.RenderAsync([.. Everything.With("日本語 العربية Ελληνικά é")]);

        page.Should().Contain("<h3 id=\"step-1-1\" dir=\"auto\">日本語 العربية Ελληνικά é</h3>");
    }
}
