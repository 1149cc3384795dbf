using Tessera.Sdk.Schemas;

namespace Tessera.Sdk.Tests.Schemas;

/// <summary>Models write numbers as text and null for nothing; people are held to what they write.</summary>
public class LenientBindingSpecs
{
    [Theory]
    [InlineData("""{ "text": 5 }""", "text: Text is needed here, not 5.")]
    [InlineData("""{ "text": true }""", "text: Text is needed here, not true.")]
    [InlineData("""{ "text": false }""", "text: Text is needed here, not false.")]
    [InlineData("""{ "flag": "true" }""", "flag: true or false is needed here, not \"true\".")]
    [InlineData("""{ "whole": "7" }""", "whole: A whole number is needed here, not \"7\".")]
    [InlineData("""{ "whole": 3.0 }""", "whole: A whole number is needed here, not 3.0.")]
    [InlineData("""{ "seed": "7" }""", "seed: A whole number is needed here, not \"7\".")]
    [InlineData("""{ "number": "0.5" }""", "number: A number is needed here, not \"0.5\".")]
    public void What_only_models_may_write_is_refused_to_people(string json, string error)
    {
        Bound.Errors<Scalars>(json).Should().Equal(error);
        Bound.Errors<Scalars>(json, BindingRules.Lenient).Should().BeEmpty();
    }

    [Fact]
    public void Text_and_whole_numbers_are_understood_in_every_form() =>
        Bound.To<Scalars>("""{ "text": 5.50, "flag": "False", "whole": " 3.0 ", "long": 2e3, "seed": "18446744073709551615", "number": "-1.5e-3", "single": "0.5" }""", BindingRules.Lenient)
            .Should().BeEquivalentTo(new Scalars { Text = "5.50", Flag = false, Whole = 3, Long = 2000, Seed = ulong.MaxValue, Number = -0.0015, Single = 0.5f });

    [Theory]
    [InlineData("3.0", 3)]
    [InlineData("2e3", 2000)]
    [InlineData("0", 0)]
    public void A_seed_is_understood_like_other_whole_numbers(string number, ulong seed) =>
        Bound.To<Scalars>($$"""{ "seed": {{number}} }""", BindingRules.Lenient).Seed.Should().Be(seed);

    [Theory]
    [InlineData("text", "true", "true")]
    [InlineData("text", "false", "false")]
    [InlineData("text", "12", "12")]
    public void A_text_takes_the_value_as_it_was_written(string key, string written, string text) =>
        Bound.To<Scalars>($$"""{ "{{key}}": {{written}} }""", BindingRules.Lenient).Text.Should().Be(text);

    [Theory]
    [InlineData("""{ "texts": "a.py:f" }""", "a.py:f")]
    [InlineData("""{ "texts": "[\"a\", \"b\"]" }""", "a|b")]
    [InlineData("""{ "texts": "[not a list" }""", "[not a list")]
    [InlineData("""{ "texts": "{}" }""", "{}")]
    public void A_list_of_one_may_be_written_as_that_one_and_a_list_as_text(string json, string texts) =>
        string.Join('|', Bound.To<Collections>(json, BindingRules.Lenient).Texts).Should().Be(texts);

    [Fact]
    public void What_stands_in_a_text_is_checked_like_all_else()
    {
        Bound.To<Outer>("""{ "inner": "{\"name\": \"x\", \"depth\": \"3\"}", "inners": {"name": "y"} }""", BindingRules.Lenient).Should().Match<Outer>(
            bound => bound.Inner.Name == "x" && bound.Inner.Depth == 3);
        Bound.To<Collections>("""{ "wholes": 7 }""", BindingRules.Lenient).Wholes.Should().Equal(7);
        Bound.Errors<Collections>("""{ "wholes": "many", "map": "{}" }""", BindingRules.Lenient).Should().Equal(
            "wholes[0]: A whole number is needed here, not \"many\".", "map: A map is needed here, not \"{}\".");
        Bound.Errors<Collections>("""{ "texts": "a" }""", BindingRules.Strict).Should().Equal("texts: A list is needed here, not \"a\".");
    }

    [Fact]
    public void Null_means_absent()
    {
        var bound = Bound.To<Nullables>("""{ "whole": null, "text": null, "needed": null }""", BindingRules.Lenient);
        (bound.Whole, bound.Text, bound.Needed).Should().Be((1, "x", "y"));
        Bound.Errors<Inner>("""{ "name": null }""", BindingRules.Lenient).Should().Equal("name: 'name' is missing.");
    }

    [Theory]
    [InlineData("""{ "whole": "three" }""", "whole: A whole number is needed here, not \"three\".")]
    [InlineData("""{ "whole": 2.5 }""", "whole: A whole number is needed here, not 2.5.")]
    [InlineData("""{ "whole": 3000000000 }""", "whole: A whole number is needed here, not 3000000000.")]
    [InlineData("""{ "whole": "1,000" }""", "whole: A whole number is needed here, not \"1,000\".")]
    [InlineData("""{ "whole": "" }""", "whole: A whole number is needed here, not \"\".")]
    [InlineData("""{ "whole": true }""", "whole: A whole number is needed here, not true.")]
    [InlineData("""{ "long": 9223372036854775808 }""", "long: A whole number is needed here, not 9223372036854775808.")]
    [InlineData("""{ "seed": -1 }""", "seed: A whole number is needed here, not -1.")]
    [InlineData("""{ "seed": 0.5 }""", "seed: A whole number is needed here, not 0.5.")]
    [InlineData("""{ "seed": 18446744073709551616 }""", "seed: A whole number is needed here, not 18446744073709551616.")]
    [InlineData("""{ "number": "NaN" }""", "number: A number is needed here, not \"NaN\".")]
    [InlineData("""{ "number": "Infinity" }""", "number: A number is needed here, not \"Infinity\".")]
    [InlineData("""{ "number": 1e999 }""", "number: A number is needed here, not 1e999.")]
    [InlineData("""{ "single": 1e300 }""", "single: A number is needed here, not 1e300.")]
    [InlineData("""{ "flag": 1 }""", "flag: true or false is needed here, not 1.")]
    [InlineData("""{ "flag": "yes" }""", "flag: true or false is needed here, not \"yes\".")]
    [InlineData("""{ "text": ["a"] }""", "text: Text is needed here, not a list.")]
    [InlineData("""{ "rounding": "HalfEven" }""", "rounding: One of never, halfEven, inIntervals is needed here, not \"HalfEven\". Did you mean 'halfEven'?")]
    [InlineData("""{ "rounding": 1 }""", "rounding: One of never, halfEven, inIntervals is needed here, not 1.")]
    public void What_cannot_be_understood_is_refused_to_models_too(string json, string error) =>
        Bound.Errors<Scalars>(json, BindingRules.Lenient).Should().Equal(error);
}
