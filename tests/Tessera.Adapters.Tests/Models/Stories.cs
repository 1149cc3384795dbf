using System.Text.Json;
using Tessera.Adapters.Models;

namespace Tessera.Adapters.Tests.Models;

/// <summary>A small model that was really trained, and texts whose values an independent implementation computed.</summary>
internal static class Stories
{
    public static LanguageModelFolder Open() => LanguageModelFolder.Open(SharedData.Require("models/stories260k"));

    public static IReadOnlyList<JsonElement> Cases(string golden = "llama")
    {
        using var json = JsonDocument.Parse(File.ReadAllText(SharedData.Require($"golden/{golden}.json")));
        return [.. json.RootElement.GetProperty("cases").EnumerateArray().Select(one => one.Clone())];
    }

    public static IReadOnlyList<int> Ids(this JsonElement one, string name) => [.. one.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];

    public static IReadOnlyList<float> Values(this JsonElement one, string name) => [.. one.GetProperty(name).EnumerateArray().Select(value => value.GetSingle())];

    public static void ShouldBeNear(this IReadOnlyList<float> actual, IReadOnlyList<float> expected, float tolerance = 1e-3f)
    {
        actual.Should().HaveCount(expected.Count);
        for (var i = 0; i < expected.Count; i++) actual[i].Should().BeApproximately(expected[i], tolerance);
    }
}
