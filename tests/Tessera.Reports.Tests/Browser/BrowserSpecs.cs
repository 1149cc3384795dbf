using System.Globalization;
using Tessera.Pipelines.Running;

namespace Tessera.Reports.Tests.Browser;

/// <summary>The page in a real browser.</summary>
public sealed class BrowserSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(360, false)]
    [InlineData(360, true)]
    [InlineData(1200, false)]
    public async Task It_opens_without_complaints_and_fits_a_telephone(int width, bool dark)
    {
        await using var browser = await Chromium.StartAsync();

        await browser.OpenAsync(await PageAsync(), width, dark);

        browser.Complaints.Should().BeEmpty();
        (await browser.AskAsync("innerWidth")).Should().Be(width.ToString(CultureInfo.InvariantCulture));
        (await browser.AskAsync("document.documentElement.scrollWidth - document.documentElement.clientWidth")).Should().Be("0");
        (await browser.AskAsync("[...document.querySelectorAll('h1, h2, h3, p, pre, li, summary')].filter(e => e.getBoundingClientRect().right > innerWidth && !e.closest('.scroll, .unseen')).map(e => e.outerHTML.slice(0, 80)).join()")).Should().BeEmpty();
        (await browser.AskAsync("getComputedStyle(document.body).maxWidth")).Should().EndWith("px", "the style sheet is the one that the policy allows");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_text_stands_out_from_what_is_behind_it(bool dark)
    {
        await using var browser = await Chromium.StartAsync();

        await browser.OpenAsync(await PageAsync(), 1200, dark);

        (await browser.AskAsync(Contrast)).Should().BeEmpty();
    }

    [Fact]
    public async Task On_paper_what_is_folded_is_open_and_nothing_is_cut_off()
    {
        await using var browser = await Chromium.StartAsync();

        await browser.OpenAsync(await PageAsync(), 700, print: true);

        (await browser.AskAsync("[...document.querySelectorAll('.transcript details pre')].filter(e => e.getBoundingClientRect().height < 20).length")).Should().Be("0");
        (await browser.AskAsync("[...document.querySelectorAll('.scroll')].filter(e => getComputedStyle(e).overflowX !== 'visible').length")).Should().Be("0");
    }

    private async Task<string> PageAsync()
    {
        var quickstart = new RunFolder(Path.Combine(Repository.Root, "tests", "Tessera.Reports.Tests", "Quickstart"));
        var summary = quickstart.ReadSummary()!;
        var more = Pages.Step([.. Everything.With("A rather long name_without_a_place_to_break_it_that_goes_on_and_on_until_it_is_too_long_for_any_screen")]);
        var failed = Pages.Step() with { Name = "broken", Status = StepStatus.Failed, Error = new string('x', 500) };
        return _folder.File("report.html", await RunReport.RenderAsync(summary with { Status = RunStatus.Failed, Warnings = ["Something is to be known."], Steps = [.. summary.Steps, more, failed] }, quickstart.ReadOrigin()));
    }

    // The ratio of WCAG 2: at least 4.5 for text.
    private const string Contrast = """
        (() => {
          const channel = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
          const read = c => c.match(/[\d.]+/g).map(Number);
          const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
          const behind = e => { for (; e; e = e.parentElement) { const c = read(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
          const poor = new Set();
          for (const e of document.querySelectorAll('body *')) {
            if (e.closest('.unseen') || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
            if (e.localName === 'title') continue;
            const style = getComputedStyle(e);
            const [a, b] = [light(read(e.localName === 'text' ? style.fill : style.color)), light(behind(e))].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < 4.5) poor.add(`${e.localName}.${e.getAttribute('class')} ${ratio.toFixed(2)}`);
          }
          return [...poor].join('; ');
        })()
        """;
}
