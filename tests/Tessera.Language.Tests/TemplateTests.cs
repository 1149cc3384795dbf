using System.Globalization;
using Tessera.Language.Templates;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;

namespace Tessera.Language.Tests;

public sealed class TemplateTests
{
    private readonly LiquidTemplateRenderer _renderer = new();

    [Theory]
    [InlineData("{{ name }}!", "Ada!")]
    [InlineData("{{ name | upcase }}", "ADA")]
    [InlineData("{% if count > 2 %}many{% else %}few{% endif %}", "many")]
    [InlineData("{% if flag %}yes{% endif %}", "yes")]
    [InlineData("{% for row in rows %}{{ row.input }}={{ row.loss }};{% endfor %}", "a=0;b=1.5;")]
    [InlineData("a {%- if flag -%} b {%- endif -%} c", "abc")]
    [InlineData("{% assign last = rows | last %}{{ last.input }} of {{ rows | map: 'input' | join: ', ' }}", "b of a, b")]
    [InlineData("{{ rows.size }}", "2")]
    [InlineData("{% comment %} {{ nothing }} {% endcomment %}x", "x")]
    [InlineData("no tags { at } all", "no tags { at } all")]
    [InlineData("{{ markup }}", "<b>&amp; \"é\"</b>")]
    [InlineData("{{ price }}", "1.5")]
    public void A_template_renders(string template, string expected) => _renderer.Render(template, Variables()).Should().Be(expected);

    [Fact]
    public void The_culture_of_the_machine_does_not_matter()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            new LiquidTemplateRenderer().Render("{{ price }} {{ price | plus: 0.25 }}", Variables()).Should().Be("1.5 1.75");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void What_a_variable_holds_is_never_taken_for_a_template() =>
        _renderer.Render("{{ name }}", new Dictionary<string, object?> { ["name"] = "{{ secret }}{% if %}" }).Should().Be("{{ secret }}{% if %}");

    [Fact]
    public void A_long_context_is_not_cut()
    {
        var text = new string('x', 3_000_000);
        _renderer.Render("{{ text }}{{ text }}", new Dictionary<string, object?> { ["text"] = text }).Should().Be(text + text);
    }

    [Theory]
    [InlineData("{{ date.now }}")]
    [InlineData("{{ 'now' | date: '%Y' }}")]
    [InlineData("{{ math.random 1 10 }}")]
    [InlineData("{{ math.uuid }}")]
    public void There_is_neither_clock_nor_chance(string template) =>
        _renderer.Invoking(renderer => renderer.Render(template, Variables())).Should().Throw<TesseraException>();

    [Fact]
    public void An_unknown_variable_is_an_error_with_its_place_and_the_nearest_name()
    {
        var fault = FaultOf("Hello\n  {{ nmae }} and {{ name }}");
        fault.Id.Should().Be("TESS6102");
        fault.Location.Should().Be(new SourceLocation("template", 2, 6));
        fault.ToString().Should().Contain("Did you mean 'name'?");
    }

    [Fact]
    public void An_unknown_member_is_an_error_too() => FaultOf("{{ rows[0].inputt }}").Should().Match<Diagnostic>(fault => fault.Id == "TESS6102" && fault.Location!.Column > 1);

    [Theory]
    [InlineData("{% if flag %}")]
    [InlineData("{{ name")]
    [InlineData("{% for x in %}{% endfor %}")]
    public void A_malformed_template_is_an_error_with_its_place(string template)
    {
        var fault = FaultOf(template);
        fault.Id.Should().Be("TESS6101");
        fault.Location!.Line.Should().BeGreaterThan(0);
    }

    [Theory]
    [InlineData("x\n{{ name | shout }}")]
    [InlineData("{% for i in (1..2000000) %}x{% endfor %}")]
    [InlineData("{% include 'other' %}")]
    [InlineData("line\n{% nothing %}")]
    [InlineData("{{ rows[7].input }}")]
    public void What_cannot_be_rendered_is_an_error(string template) => FaultOf(template).Id.Should().Be("TESS6102");

    [Fact]
    public void A_damaged_template_ends_in_a_diagnostic_and_never_otherwise()
    {
        const string original = "{% assign x = rows | first %}{% for row in rows %}{{ row.input | upcase }}{% if row.loss > 1 %}{{ name }}{% endif %}{% endfor %}{{ x.input }}";
        var random = new Seed(5).CreateRandom();
        var (rendered, refused) = (0, 0);
        for (var i = 0; i < 5_000; i++)
        {
            var text = original.ToCharArray().ToList();
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                if (random.Next(2) == 0) text.RemoveAt(random.Next(text.Count));
                else text.Insert(random.Next(text.Count), "{}%|'. ()<>-0a:,\\\"[]"[random.Next(20)]);
            }

            try
            {
                new LiquidTemplateRenderer().Render(string.Concat(text), Variables());
                rendered++;
            }
            catch (TesseraException)
            {
                refused++;
            }
        }

        rendered.Should().BePositive();
        refused.Should().BePositive();
    }

    private Diagnostic FaultOf(string template) =>
        _renderer.Invoking(renderer => renderer.Render(template, Variables())).Should().Throw<TesseraException>().Which.Diagnostics.Should().ContainSingle().Which;

    private static Dictionary<string, object?> Variables() => new()
    {
        ["name"] = "Ada",
        ["count"] = 3,
        ["flag"] = true,
        ["price"] = 1.5,
        ["markup"] = "<b>&amp; \"é\"</b>",
        ["rows"] = new List<Dictionary<string, object?>>
        {
            new() { ["input"] = "a", ["loss"] = 0.0 },
            new() { ["input"] = "b", ["loss"] = 1.5 },
        },
    };
}
