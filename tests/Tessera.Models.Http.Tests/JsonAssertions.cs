using System.Text.Json.Nodes;

namespace Tessera.Models.Http.Tests;

internal static class JsonAssertions
{
    /// <summary>Whether two objects say the same, white space and order of members aside.</summary>
    public static void ShouldBe(this JsonObject actual, string expected) =>
        JsonNode.DeepEquals(actual, JsonNode.Parse(expected)).Should().BeTrue("{0} was to be {1}", actual.ToJsonString(), expected);
}
