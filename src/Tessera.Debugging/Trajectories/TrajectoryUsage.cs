using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Language;

namespace Tessera.Debugging.Trajectories;

/// <summary>What the models of an episode cost, as its trajectory says; also of one that was killed.</summary>
internal static class TrajectoryUsage
{
    public static Usage Sum(string file)
    {
        var sum = default(Usage);
        foreach (var line in File.ReadLines(file))
        {
            if (!line.StartsWith("{\"kind\":\"chat\"", StringComparison.Ordinal)) continue;
            try
            {
                var usage = JsonNode.Parse(line)!["usage"]!;
                sum += new Usage(usage["input"]!.GetValue<long>(), usage["output"]!.GetValue<long>())
                {
                    CachedInputTokens = usage["cached"]!.GetValue<long>(),
                    Cost = usage["cost"]!.GetValue<decimal>(),
                };
            }
            catch (JsonException)
            {
                // The last line of a killed episode may be half a line; what it cost was not yet known either.
            }
        }

        return sum;
    }
}
