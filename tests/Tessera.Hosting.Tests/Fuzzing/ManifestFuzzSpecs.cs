using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Tessera.Hosting.Catalog;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Tests.Fuzzing;

/// <summary>Whatever stands in plugin.json, it is a row with a reason, or a plugin that can be used.</summary>
public sealed class ManifestFuzzSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _manifest;
    private readonly string _original;

    public ManifestFuzzSpecs()
    {
        _manifest = Path.Combine(_folder.CopyOf(BuiltPlugins.Steps, "plugin"), "plugin.json");
        _original = File.ReadAllText(_manifest);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_damaged_manifest_is_a_row_with_a_reason()
    {
        var outcomes = new Outcomes("damaged manifests");
        var original = Encoding.UTF8.GetBytes(_original);
        for (var seed = 0; seed < FuzzBudget.Share(0.25); seed++)
        {
            File.WriteAllBytes(_manifest, ByteMutation.Damage(original, seed, ..));
            outcomes.Add($"seed {seed}", Discover);
        }

        outcomes.Print();
        outcomes.Count.Should().Be(FuzzBudget.Share(0.25));
        outcomes.Of("TESS2001").Should().BePositive();
    }

    [Fact]
    public void A_manifest_that_says_what_it_must_not_is_a_row_with_a_reason()
    {
        var outcomes = new Outcomes("changed manifests");
        JsonChanges.Of(_original).Sample(
            json =>
            {
                File.WriteAllText(_manifest, json);
                outcomes.Add(json, Discover);
            },
            iter: FuzzBudget.Share(0.25), threads: 1);

        outcomes.Print();
        outcomes.Count.Should().BeGreaterThanOrEqualTo(FuzzBudget.Share(0.25));
        outcomes.Of("TESS2003").Should().BePositive();
    }

    private IReadOnlyList<Diagnostic> Discover()
    {
        var catalog = PluginCatalog.Discover([_folder.Path]);
        var plugin = catalog.Plugins.Single();
        (plugin.Status == PluginStatus.Ready).Should().Be(plugin.Diagnostics.Count == 0);
        foreach (var part in catalog.Parts)
        {
            catalog.Find(part.QualifiedUses).Part.Should().Be(part);
            if (part.Manifest.Options is { } options) ReadObject(options);
            if (part.Manifest.Output?.Schema is { } schema) ReadType(schema);
        }

        return plugin.Diagnostics;
    }

    // Schemas are read like this by the checks of pipelines and by 'plugins describe'.
    private static void ReadObject(JsonObject schema)
    {
        foreach (var (_, property) in (JsonObject)schema["properties"]!) ReadType(property!.AsObject());
        foreach (var required in schema["required"] as JsonArray ?? []) required!.GetValue<string>();
    }

    private static void ReadType(JsonObject schema)
    {
        foreach (var keyword in new[] { "description", "format", "x-part", "x-value" }) schema[keyword]?.GetValue<string>();
        foreach (var keyword in new[] { "minimum", "maximum" }) schema[keyword]?.GetValue<double>();
        foreach (var keyword in new[] { "minItems", "minLength" }) schema[keyword]?.GetValue<int>();
        foreach (var choice in schema["enum"] as JsonArray ?? []) choice!.GetValue<string>();
        if (schema["type"] is JsonArray types) types[0]!.GetValue<string>();
        else schema["type"]?.GetValue<string>();
        if (schema["items"] is JsonObject items) ReadType(items);
        if (schema["properties"] is not null) ReadObject(schema);
        schema.ToJsonString();
    }
}
