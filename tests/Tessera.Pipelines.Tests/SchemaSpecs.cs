using Tessera.Pipelines.Schemas;

namespace Tessera.Pipelines.Tests;

/// <summary>The schema that editors use.</summary>
public class SchemaSpecs
{
    [Theory]
    [InlineData("""{ "name": "x", "steps": { "a": { "uses": "step/add", "with": { "left": 1 } } } }""", true)]
    [InlineData("""{ "name": "x", "steps": { "a": { "uses": "step/add", "with": { "left": "${b.value}", "rounding": "wholeNumbers" } } } }""", true)]
    [InlineData("""{ "name": "x", "steps": { "a": { "uses": "step/judge", "with": { "note": "${n}", "losses": ["loss/length", { "uses": "loss/length", "with": { "scale": 2 } }] } } } }""", true)]
    [InlineData("""{ "name": "x", "steps": { "a": { "uses": "step/ad", "with": { "left": 1 } } } }""", false)]
    [InlineData("""{ "name": "x", "steps": { "a": { "uses": "step/add", "with": { "lefd": 1 } } } }""", false)]
    [InlineData("""{ "name": "x", "steps": { "a": { "uses": "step/add", "with": { "left": "one" } } } }""", false)]
    [InlineData("""{ "name": "x", "steps": { "a": { "uses": "step/add" } } }""", false)]
    [InlineData("""{ "name": "x", "steps": { "a": { "uses": "step/judge", "with": { "note": "${n}", "losses": ["loss/lenght"] } } } }""", false)]
    [InlineData("""{ "nmae": "x", "steps": { "a": { "uses": "step/fail" } } }""", false)]
    public async Task A_pipeline_fits_the_schema_exactly_when_it_is_right(string pipeline, bool right)
    {
        var schema = await NJsonSchema.JsonSchema.FromJsonAsync(PipelineSchema.Generate(Fixture.Catalog).ToJsonString());

        var problems = schema.Validate(pipeline);

        (problems.Count == 0).Should().Be(right, string.Join("; ", problems));
    }
}
