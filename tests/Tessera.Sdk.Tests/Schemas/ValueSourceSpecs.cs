using System.Text.Json.Nodes;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Schemas;

namespace Tessera.Sdk.Tests.Schemas;

/// <summary>What JSON cannot hold comes from elsewhere.</summary>
public class ValueSourceSpecs
{
    private sealed class Gauge : IGauge;

    [Fact]
    public void Parts_and_values_are_taken_from_the_source_and_the_rest_from_JSON()
    {
        var source = new Source();
        var bound = Bound.To<Others>("""{ "gauge": "@one", "gauges": ["@two", "@three"], "reading": "@r", "file": "a.txt" }""", values: source);

        bound.Gauge!.Name.Should().Be("gauge/one");
        bound.Gauges.Select(part => part.Name).Should().Equal("gauge/two", "gauge/three");
        bound.Reading.Should().BeOfType<Gauge>();
        bound.File.Should().Be("a.txt");
        source.Asked.Should().Contain(["gauge", "gauges[0]", "gauges[1]", "reading", "file"]);
    }

    [Fact]
    public void A_value_that_does_not_fit_is_explained_by_the_source() =>
        Bound.Errors<Others>("""{ "gauges": ["@two", "@bad"], "file": 1 }""", values: new Source()).Should().Equal(
            "gauges[1]: That one is bad.", "file: Text is needed here, not 1.");

    [Fact]
    public void Without_a_source_what_JSON_cannot_hold_is_refused() =>
        Bound.Errors<Others>("""{ "gauge": { "uses": "gauge/one" }, "reading": "r" }""").Should().Equal(
            "gauge: A part ('uses: gauge/...') is needed here, not a map.", "reading: A IGauge from another step is needed here, not \"r\".");

    private sealed class Source : IValueSource
    {
        public List<string> Asked { get; } = [];

        public bool TryGet(Type type, JsonNode? node, string path, out object? value)
        {
            Asked.Add(path);
            value = null;
            if (node is not JsonValue scalar || !scalar.TryGetValue<string>(out var text) || text[0] != '@') return false;
            if (text == "@bad") throw new FormatException("That one is bad.");
            value = type == typeof(IGauge) ? new Gauge() : new Part<IGauge>($"gauge/{text[1..]}", () => new OwnedPart<IGauge>(new Gauge()));
            return true;
        }
    }
}
