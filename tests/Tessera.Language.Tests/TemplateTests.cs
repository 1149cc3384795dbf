using System.Globalization;
using Tessera.Language.Templates;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;

namespace Tessera.Language.Tests;

public sealed class TemplateTests
{
    private readonly FluidTemplateRenderer _renderer = new();

    [Theory]
    [InlineData("{{ name }}!", "Ada!")]
    [InlineData("{{ name | upcase }}", "ADA")]
    [InlineData("{% if count > 2 %}many{% else %}few{% endif %}", "many")]
    [InlineData("{% if flag %}yes{% endif %}", "yes")]
    [InlineData("{% for row in rows %}{{ row.input }}={{ row.loss }};{% endfor %}", "a=0;b=1.5;")]
    [InlineData("a {%- if flag -%} b {%- endif -%} c", "abc")]
    [InlineData("{% assign wrong = rows | where: 'loss', 1.5 %}{{ wrong.size }}:{{ wrong[0].input }}", "1:b")]
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
            new FluidTemplateRenderer().Render("{{ price }} {{ price | plus: 0.25 }}", Variables()).Should().Be("1.5 1.75");
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
    public void The_clock_stands_still() => _renderer.Render("{{ 'now' | date: '%Y' }}", Variables()).Should().Be("1970");

    [Fact]
    public void An_unknown_variable_is_an_error_with_its_place_and_the_nearest_name()
    {
        var fault = FaultOf("Hello\n  {{ nmae }} and {{ name }}");
        fault.Id.Should().Be("TESS6102");
        fault.Location.Should().Be(new SourceLocation("template", 2, 6));
        fault.ToString().Should().Contain("Did you mean 'name'?");
    }

    [Fact]
    public void An_unknown_member_is_an_error_too() => FaultOf("{{ rows[0].inputt }}").Id.Should().Be("TESS6102");

    [Theory]
    [InlineData("{% if flag %}")]
    [InlineData("{{ name")]
    [InlineData("line\n{% nothing %}")]
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
    public void What_cannot_be_rendered_is_an_error(string template) => FaultOf(template).Id.Should().Be("TESS6103");

    [Fact]
    public void A_damaged_template_ends_in_a_diagnostic_and_never_otherwise()
    {
        const string original = "{% assign x = rows | where: 'loss', 0 %}{% for row in rows %}{{ row.input | upcase }}{% if row.loss > 1 %}{{ name }}{% endif %}{% endfor %}{{ x.size }}";
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
                new FluidTemplateRenderer().Render(string.Concat(text), Variables());
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
