using System.Globalization;
using System.Text.RegularExpressions;
using Tessera.Pipelines.Running;
using Tessera.Sdk.Findings;

namespace Tessera.Reports.Tests;

/// <summary>The page as a whole: one file that opens anywhere and reads well for everybody.</summary>
public partial class PageSpecs
{
    private static readonly Finding[] All = [.. Everything.With("Words & signs")];

    [Fact]
    public async Task It_needs_nothing_from_elsewhere_and_allows_nothing_from_elsewhere()
    {
        var text = await Pages.RenderAsync(All);
        var page = Pages.Parse(text);

        page.QuerySelectorAll("[src], [srcset], [data], [poster], link, script").Should().BeEmpty();
        page.QuerySelectorAll("[href]").Select(link => link.GetAttribute("href")).Should().NotBeEmpty().And.OnlyContain(target => target!.StartsWith('#'));
        text.Should().NotContain("url(").And.NotContain("@import").And.NotContain("http://").And.NotContain("https://").And.NotContain(" style=");
        page.QuerySelector("meta[http-equiv='Content-Security-Policy']")!.GetAttribute("content").Should().StartWith("default-src 'none'; style-src 'sha256-").And.NotContain("unsafe");
    }

    [Fact]
    public async Task Whoever_hears_it_can_find_the_way()
    {
        var page = Pages.Parse(await RunReport.RenderAsync(Pages.Run(Pages.Step(All), Pages.Step(All) with { Name = "again" }), new RunOrigin { Seed = "1", Plugins = [new PinnedPlugin("a", "1.0.0", "f")] }));

        page.DocumentElement.GetAttribute("lang").Should().Be("en");
        var levels = page.QuerySelectorAll("h1, h2, h3, h4").Select(heading => heading.LocalName[1] - '0').ToList();
        levels.Count(level => level == 1).Should().Be(1);
        levels.Zip(levels.Skip(1)).Should().OnlyContain(pair => pair.Second <= pair.First + 1);
        page.QuerySelectorAll("table").Should().OnlyContain(table => table.QuerySelector("caption") != null && table.QuerySelector("thead th[scope=col]") != null);
        page.QuerySelectorAll("th").Should().OnlyContain(heading => heading.HasAttribute("scope"));
        page.QuerySelectorAll("svg").Where(svg => svg.Closest("[aria-hidden=true]") is null).Should()
            .OnlyContain(svg => svg.Closest("[role=img]")!.GetAttribute("aria-label")!.Length > 20);
        page.QuerySelectorAll(".scroll").Should().OnlyContain(box => box.GetAttribute("tabindex") == "0" && (box.HasAttribute("aria-label") || box.HasAttribute("aria-labelledby")));
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id).ToList();
        ids.Should().OnlyHaveUniqueItems();
        ids.Should().Contain(page.QuerySelectorAll("[aria-labelledby]").Select(element => element.GetAttribute("aria-labelledby")));
        ids.Should().Contain(page.QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")![1..]));
    }

    [Fact]
    public async Task It_says_how_the_run_went_and_leads_to_each_step()
    {
        var metrics = Enumerable.Range(0, 9).ToDictionary(i => $"metric{i}", i => i + 0.5);
        var run = Pages.Run(Pages.Step() with { Metrics = metrics }, Pages.Step() with { Name = "again", Reused = true });

        var page = Pages.Parse(await RunReport.RenderAsync(run, new RunOrigin()));

        page.QuerySelector("header")!.TextContent.Should().Contain("modular").And.Contain("succeeded").And.Contain("2026-03-04 03:06:07 UTC").And.Contain("75.3 s");
        page.QuerySelector("time")!.GetAttribute("datetime").Should().Be("2026-03-04T03:06:07Z");
        page.Texts(".steps tbody th").Should().Equal("look", "again");
        page.Texts(".steps .badge").Should().Equal("✓ succeeded", "✓ reused");
        page.Texts(".steps dd").Should().Equal("0.5", "1.5", "2.5", "3.5", "4.5", "5.5");
        page.QuerySelector(".steps td:last-child")!.TextContent.Should().Contain("and 3 more");
        page.QuerySelectorAll("#step-1 ~ .metrics dd").Should().HaveCount(9);
    }

    [Fact]
    public async Task A_failed_run_says_first_what_failed()
    {
        var run = Pages.Run(
            Pages.Step(All),
            Pages.Step() with { Name = "broken", Status = StepStatus.Failed, Error = "TESS4011: This step always fails.\nLook at its error.txt." },
            Pages.Step() with { Name = "behind", Status = StepStatus.Skipped, Error = "It needs 'broken'." });

        var page = Pages.Parse(await RunReport.RenderAsync(run, new RunOrigin()));

        page.QuerySelector("main > :first-child")!.TextContent.Should().Contain("What failed").And.Contain("broken").And.Contain("TESS4011: This step always fails.\nLook at its error.txt.");
        page.Texts(".steps .badge").Should().Equal("✓ succeeded", "✗ failed", "– skipped");
        page.QuerySelector("section[aria-labelledby=step-3]")!.TextContent.Should().Contain("It needs 'broken'.");
    }

    [Fact]
    public async Task Warnings_and_what_the_run_was_made_with_stand_on_it()
    {
        var origin = new RunOrigin
        {
            Sdk = "0.1.0", Build = "b1", Seed = "7", Seeds = new Dictionary<string, string> { ["look"] = "00ff" }, Plugins = [new PinnedPlugin("acme.tools", "1.2.3", "abcd")],
            Options = new Dictionary<string, System.Text.Json.Nodes.JsonNode> { ["look"] = new System.Text.Json.Nodes.JsonObject { ["rank"] = 4 } },
        };

        var page = Pages.Parse(await RunReport.RenderAsync(Pages.Run(Pages.Step()) with { Warnings = ["Done anew."] }, origin));

        page.QuerySelector(".warnings")!.TextContent.Should().Contain("Done anew.");
        page.QuerySelector("section[aria-labelledby=origin]")!.TextContent.Should().Contain("0.1.0").And.Contain("acme.tools").And.Contain("1.2.3").And.Contain("abcd").And.Contain("00ff");
        page.QuerySelector("section[aria-labelledby=step-1] details")!.TextContent.Should().Contain("rank: 4");
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("sv-SE")]
    public async Task It_is_the_same_everywhere(string culture)
    {
        var here = await Pages.RenderAsync(All);
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            (await Pages.RenderAsync(All)).Should().Be(here);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task The_quickstarts_page_is_known()
    {
        var folder = Path.Combine(Repository.Root, "tests", "Tessera.Reports.Tests", "Quickstart");
        var run = new RunFolder(folder);
        var page = await RunReport.RenderAsync(run.ReadSummary()!, run.ReadOrigin());
        var known = Path.Combine(folder, "page.html");
        var shown = Style().Replace(page, "<style></style>");
        shown = Policy().Replace(shown, "");

        if (Environment.GetEnvironmentVariable("TESSERA_UPDATE_DOCS") == "1") await File.WriteAllTextAsync(known, shown);
        else shown.Should().Be(await File.ReadAllTextAsync(known), "run the tests with TESSERA_UPDATE_DOCS=1 to renew it, and look at the page");
        Pages.Parse(page).Texts("h3").Should().Contain(["Evaluation before and after", "Similarity of experts", "Score by iteration", "Prompts by descent"]);
        page.Length.Should().BeLessThan(200_000);
    }

    [GeneratedRegex("<style>.*</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("\\s*<meta http-equiv=[^>]*>")]
    private static partial Regex Policy();
}
