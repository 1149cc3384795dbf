using System.Text.Json.Nodes;
using Tessera.Sdk.Schemas;

namespace Tessera.Sdk.Tests.Schemas;

/// <summary>Options and arguments as JSON Schema.</summary>
public class SchemaSpecs
{
    [Fact]
    public void Scalars_are_described_with_their_defaults() => PropertiesOf<Scalars>().Should().Equal(
        """text: {"type":"string","default":"plain"}""",
        """flag: {"type":"boolean","default":true}""",
        """whole: {"type":"integer","default":-3}""",
        """long: {"type":"integer","default":5000000000}""",
        """seed: {"type":"integer","default":18446744073709551615}""",
        """number: {"type":"number","default":0.25}""",
        """single: {"type":"number","default":0.5}""",
        """rounding: {"type":"string","enum":["never","halfEven","inIntervals"],"default":"halfEven"}""");

    [Fact]
    public void What_may_be_null_says_so() => PropertiesOf<Nullables>()[..5].Should().Equal(
        """whole: {"type":["integer","null"],"default":1}""",
        """text: {"type":["string","null"],"default":"x"}""",
        """needed: {"type":"string","default":"y"}""",
        """ranged: {"type":["integer","null"],"minimum":1,"maximum":8}""",
        """share: {"type":["number","null"],"minimum":0.5,"maximum":1.5}""");

    [Fact]
    public void Limits_are_described_and_an_infinite_one_is_none() => PropertiesOf<Limits>().Should().Equal(
        """count: {"type":"integer","minimum":1,"maximum":8,"default":4}""",
        """share: {"type":"number","minimum":0.25,"maximum":0.75,"default":0.5}""",
        """written: {"type":"number","minimum":0.5,"maximum":1.5,"default":1}""",
        """atLeast: {"type":"number","minimum":0,"default":0}""",
        """atMost: {"type":"number","maximum":0,"default":0}""",
        """inside: {"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1,"default":0.5}""",
        """names: {"type":"array","items":{"type":"string"},"minItems":1,"default":["a"]}""",
        """word: {"type":"string","minLength":3,"default":"abc"}""");

    [Fact]
    public void Numbers_are_bounded_by_their_types_for_whoever_asks()
    {
        const string Int = "\"minimum\":-2147483648,\"maximum\":2147483647";
        BoundedPropertiesOf<Scalars>()[2..7].Should().Equal(
            $$"""whole: {"type":"integer",{{Int}},"default":-3}""",
            """long: {"type":"integer","default":5000000000}""",
            """seed: {"type":"integer","minimum":0,"default":18446744073709551615}""",
            """number: {"type":"number","default":0.25}""",
            """single: {"type":"number","minimum":-3.4028234663852886E+38,"maximum":3.4028234663852886E+38,"default":0.5}""");
        BoundedPropertiesOf<Nullables>()[0].Should().Be($$"""whole: {"type":["integer","null"],{{Int}},"default":1}""");
        BoundedPropertiesOf<Collections>()[5..].Should().Equal(
            $$$"""map: {"type":"object","additionalProperties":{"type":"integer",{{{Int}}}}}""",
            $$$$"""lists: {"type":"object","additionalProperties":{"type":"array","items":{"type":"integer",{{{{Int}}}}}}}""");
    }

    [Fact]
    public void The_narrower_of_two_ranges_holds() => BoundedPropertiesOf<HalfOpen>().Should().Equal(
        """positive: {"type":"integer","maximum":2147483647,"exclusiveMinimum":0,"default":1}""",
        """wide: {"type":"integer","minimum":-2147483648,"maximum":2147483647,"default":0}""",
        """narrow: {"type":"integer","minimum":1,"maximum":8,"default":1}""");

    [Fact]
    public void Lists_and_maps_describe_what_they_hold() => PropertiesOf<Collections>().Should().Equal(
        """wholes: {"type":"array","items":{"type":"integer"}}""",
        """texts: {"type":"array","items":{"type":"string"},"default":["a","b"]}""",
        """numbers: {"type":"array","items":{"type":"number"}}""",
        """singles: {"type":"array","items":{"type":"number"}}""",
        """roundings: {"type":"array","items":{"type":"string","enum":["never","halfEven","inIntervals"]}}""",
        """map: {"type":"object","additionalProperties":{"type":"integer"}}""",
        """lists: {"type":"object","additionalProperties":{"type":"array","items":{"type":"integer"}}}""");

    [Fact]
    public void A_class_within_a_class_is_written_out()
    {
        const string Inner = """{"type":"object","properties":{"depth":{"type":"integer","default":1},"name":{"type":"string"}},"required":["name"],"additionalProperties":false,"x-value":"Tessera.Sdk.Tests.Schemas.Inner"§}""";
        PropertiesOf<Outer>().Should().Equal(
            $"inner: {Inner.Replace("§", ",\"description\":\"The inner one.\"", StringComparison.Ordinal)}",
            $"inners: {{\"type\":\"array\",\"items\":{Inner.Replace("§", "", StringComparison.Ordinal)}}}");
        PropertiesOf<Nullables>()[^1].Should().StartWith("""inner: {"type":["object","null"],""");
    }

    [Fact]
    public void What_JSON_has_no_word_for_stands_in_keywords_of_our_own() => PropertiesOf<Others>().Should().Equal(
        """free: {"type":"object"}""",
        "anything: {}",
        """gauge: {"x-part":"gauge"}""",
        """gauges: {"type":"array","items":{"x-part":"gauge"}}""",
        """reading: {"x-value":"Tessera.Sdk.Tests.Schemas.IGauge"}""",
        """file: {"type":"string","format":"input-path","default":""}""",
        """files: {"type":"array","items":{"type":"string","format":"input-path"},"default":[]}""");

    [Fact]
    public void Only_what_can_be_set_is_described_and_base_classes_come_first()
    {
        var schema = JsonSchema.Describe(typeof(MoreNamed));

        schema["properties"]!.AsObject().Select(property => property.Key).Should().Equal("first", "second_name", "third");
        schema["required"]!.ToJsonString().Should().Be("""["third"]""");
        schema["properties"]!["third"]!.ToJsonString().Should().Be("""{"type":"string"}""", "what must be given has no default");
        schema["additionalProperties"]!.GetValue<bool>().Should().BeFalse();
        JsonSchema.Describe(typeof(Named)).ContainsKey("required").Should().BeFalse();
    }

    [Fact]
    public void A_description_on_the_property_goes_before_documentation()
    {
        var schema = JsonSchema.Describe(typeof(Outer), property => $"About {property.Name}.");

        schema["properties"]!["inner"]!["description"]!.GetValue<string>().Should().Be("The inner one.");
        schema["properties"]!["inners"]!["description"]!.GetValue<string>().Should().Be("About Inners.");
        schema["properties"]!["inners"]!["items"]!["properties"]!["depth"]!["description"]!.GetValue<string>().Should().Be("About Depth.");
        JsonSchema.Describe(typeof(Named), _ => " ")["properties"]!["first"]!.AsObject().ContainsKey("description").Should().BeFalse();
    }

    [Theory]
    [InlineData(typeof(Circle), "contains itself")]
    [InlineData(typeof(Closed), "needs a public parameterless constructor")]
    [InlineData(typeof(IGauge), "needs a public parameterless constructor")]
    [InlineData(typeof(string), "cannot hold options")]
    [InlineData(typeof(List<int>), "cannot hold options")]
    public void A_class_that_cannot_hold_options_is_refused(Type type, string reason) =>
        FluentActions.Invoking(() => JsonSchema.Describe(type)).Should().Throw<ArgumentException>().WithMessage($"*{reason}*");

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void A_schema_is_the_same_everywhere(string culture)
    {
        var here = JsonSchema.Describe(typeof(Limits)).ToJsonString() + JsonSchema.Describe(typeof(Scalars)).ToJsonString();
        using var there = new UnderCulture(culture);

        (JsonSchema.Describe(typeof(Limits)).ToJsonString() + JsonSchema.Describe(typeof(Scalars)).ToJsonString()).Should().Be(here);
    }

    private static string[] PropertiesOf<TOptions>() =>
        [.. ((JsonObject)JsonSchema.Describe(typeof(TOptions))["properties"]!).Select(property => $"{property.Key}: {property.Value!.ToJsonString()}")];

    private static string[] BoundedPropertiesOf<TOptions>() =>
        [.. ((JsonObject)JsonSchema.Describe(typeof(TOptions), bounded: true)["properties"]!).Select(property => $"{property.Key}: {property.Value!.ToJsonString()}")];

    [Theory]
    [InlineData(typeof(WithTime), "TimeSpan")]
    [InlineData(typeof(WithMoney), "Decimal")]
    [InlineData(typeof(WithAnything), "Object")]
    public void What_nobody_could_write_is_refused_where_it_is_declared(Type type, string named) =>
        FluentActions.Invoking(() => JsonSchema.Describe(type)).Should().Throw<ArgumentException>().WithMessage($"{named} is none of text, *");

    public sealed class WithTime
    {
        public TimeSpan? Timeout { get; set; }
    }

    public sealed class WithMoney
    {
        public IReadOnlyList<decimal> Prices { get; set; } = [];
    }

    public sealed class WithAnything
    {
        public object? Value { get; set; }
    }
}
