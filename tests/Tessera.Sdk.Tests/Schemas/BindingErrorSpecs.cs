using System.Text.Json.Nodes;
using Tessera.Sdk.Schemas;

namespace Tessera.Sdk.Tests.Schemas;

/// <summary>What does not fit is said, with the place, and all at once.</summary>
public class BindingErrorSpecs
{
    [Fact]
    public void An_unknown_key_is_refused_with_the_nearest_name() =>
        Bound.Errors<Limits>("""{ "cuont": 3 }""").Should().Equal("cuont: There is no 'cuont' here. Did you mean 'count'?");

    [Fact]
    public void An_unknown_key_that_is_near_to_none_lists_what_exists() =>
        Bound.Errors<Inner>("""{ "name": "n", "temperature": 3 }""").Should().Equal("temperature: There is no 'temperature' here. What exists: depth, name.");

    [Theory]
    [InlineData("Count")]
    [InlineData("COUNT")]
    public void Letters_in_another_case_are_another_name(string key) =>
        Bound.Errors<Limits>($$"""{ "{{key}}": 3 }""").Should().Equal($"{key}: There is no '{key}' here. Did you mean 'count'?");

    [Fact]
    public void What_cannot_be_set_from_outside_is_unknown() =>
        Bound.Errors<Named>("""{ "computed": "c", "hidden": "h" }""").Should().SatisfyRespectively(
            first => first.Should().StartWith("computed: There is no"), second => second.Should().StartWith("hidden: There is no"));

    [Fact]
    public void Everything_wrong_is_said_at_once_with_its_place() =>
        Bound.Errors<Outer>("""{ "x": 1, "inner": { "depth": "deep" }, "inners": [{ "name": "a" }, { "nam": "b" }, 7, null] }""").Should().Equal(
            "x: There is no 'x' here. What exists: inner, inners.",
            "inner.depth: A whole number is needed here, not \"deep\".",
            "inner.name: 'name' is missing.",
            "inners[1].nam: There is no 'nam' here. Did you mean 'name'?",
            "inners[1].name: 'name' is missing.",
            "inners[2]: A map is needed here, not 7.",
            "inners[3]: A value is needed here, not null.");

    [Fact]
    public void Lists_and_maps_say_which_element_is_wrong() =>
        Bound.Errors<Collections>("""{ "wholes": [1, "2", 3.5], "texts": "a", "map": { "a": 1, "b": [] }, "lists": [1] }""").Should().Equal(
            "wholes[1]: A whole number is needed here, not \"2\".",
            "wholes[2]: A whole number is needed here, not 3.5.",
            "texts: A list is needed here, not \"a\".",
            "map.b: A whole number is needed here, not a list.",
            "lists: A map is needed here, not a list.");

    [Theory]
    [InlineData("""{ "count": 0 }""", "count: The value must be from 1 to 8, not 0.")]
    [InlineData("""{ "count": 9 }""", "count: The value must be from 1 to 8, not 9.")]
    [InlineData("""{ "share": 0.2 }""", "share: The value must be from 0.25 to 0.75, not 0.2.")]
    [InlineData("""{ "written": 1.75 }""", "written: The value must be from 0.5 to 1.5, not 1.75.")]
    [InlineData("""{ "atLeast": -1 }""", "atLeast: The value must be at least 0, not -1.")]
    [InlineData("""{ "atMost": 1 }""", "atMost: The value must be at most 0, not 1.")]
    [InlineData("""{ "inside": 0 }""", "inside: The value must be more than 0 and less than 1, not 0.")]
    [InlineData("""{ "inside": 1 }""", "inside: The value must be more than 0 and less than 1, not 1.")]
    [InlineData("""{ "names": [] }""", "names: The value must not be empty.")]
    [InlineData("""{ "word": "ab" }""", "word: The value must have at least 3 characters.")]
    [InlineData("""{ "count": 1, "share": 0.25, "written": 0.5, "inside": 0.01, "word": "abc" }""", null)]
    [InlineData("""{ "count": 8, "share": 0.75, "written": 1.5, "atLeast": 1e300, "atMost": -1e300, "inside": 0.99 }""", null)]
    public void Limits_hold(string json, string? error) => Bound.Errors<Limits>(json).Should().Equal(error is null ? [] : [error]);

    [Theory]
    [InlineData("""{ "ranged": 9 }""", "ranged: The value must be from 1 to 8, not 9.")]
    [InlineData("""{ "share": 0.25 }""", "share: The value must be from 0.5 to 1.5, not 0.25.")]
    [InlineData("""{ "ranged": 8, "share": 0.5 }""", null)]
    [InlineData("""{ "ranged": null, "share": null }""", null)]
    public void Limits_hold_where_null_may_stand(string json, string? error) => Bound.Errors<Nullables>(json).Should().Equal(error is null ? [] : [error]);

    [Fact]
    public void A_long_value_is_shown_by_its_beginning() =>
        Bound.Errors<Scalars>($$"""{ "whole": "{{new string('w', 500)}}" }""").Should().Equal($"whole: A whole number is needed here, not \"{new string('w', 56)}....");

    [Theory]
    [InlineData("""{ "text": "\ud800" }""")]
    [InlineData("""{ "rounding": "\udc00" }""")]
    [InlineData("""{ "whole": "1\ud800" }""")]
    public void Text_that_is_torn_within_a_character_is_refused(string json)
    {
        foreach (var rules in Enum.GetValues<BindingRules>())
            Bound.Errors<Scalars>(json, rules).Should().ContainSingle().Which.Should().Contain(" is needed here, not ");
    }

    [Theory]
    [InlineData("""{ "map": { "a": 1, "a": 2 } }""", "map")]
    [InlineData("""{ "map": { "\ud800": 1 } }""", "map")]
    [InlineData("""{ "map": {}, "map": {} }""", "")]
    [InlineData("""{ "\udc00": 1 }""", "")]
    public void Keys_that_cannot_be_read_are_refused(string json, string path) =>
        ObjectBinder.Bind(typeof(Collections), JsonNode.Parse(json)!.AsObject(), BindingRules.Lenient).Errors
            .Should().Equal(new BindingError(path, "The keys here cannot be read: one stands twice, or is no text."));

    [Fact]
    public void A_number_that_JSON_cannot_hold_is_refused()
    {
        foreach (var value in new[] { double.NaN, double.PositiveInfinity })
        {
            var binding = ObjectBinder.Bind(typeof(Scalars), new JsonObject { ["number"] = value, ["text"] = value }, BindingRules.Lenient);
            binding.Errors.Select(error => error.Path).Should().Equal("text", "number");
        }
    }

    [Theory]
    [InlineData("de-DE", "1,5")]
    [InlineData("tr-TR", "1,5")]
    public void Values_and_messages_are_the_same_everywhere(string culture, string number)
    {
        using var there = new UnderCulture(culture);
        1.5.ToString(provider: null).Should().Be(number, "otherwise this test shows nothing");

        var bound = Bound.To<Scalars>("""{ "number": "1.5", "single": 2.5, "rounding": "inIntervals", "text": 0.5, "whole": "-3.0" }""", BindingRules.Lenient);
        (bound.Number, bound.Single, bound.Rounding, bound.Text, bound.Whole).Should().Be((1.5, 2.5f, Rounding.InIntervals, "0.5", -3));
        Bound.Errors<Scalars>("""{ "number": "1,5", "ROUNDING": "never" }""", BindingRules.Lenient).Should().Equal(
            "ROUNDING: There is no 'ROUNDING' here. Did you mean 'rounding'?", "number: A number is needed here, not \"1,5\".");
        Bound.Errors<Limits>("""{ "share": 0.2, "written": 0.25 }""").Should().Equal(
            "share: The value must be from 0.25 to 0.75, not 0.2.", "written: The value must be from 0.5 to 1.5, not 0.25.");
    }
}
