using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Library;

/// <summary>Writes experts as folders that PEFT loads without a missing or unexpected key.</summary>
public static class ExpertWriter
{
    /// <summary>Writes an expert. To add it to a library that others may use at the same time, use <see cref="LibraryFolder.Add(ExpertDraft)"/>.</summary>
    /// <param name="folder">The expert's folder, which is made.</param>
    /// <param name="expert">The expert.</param>
    /// <exception cref="ArgumentException">There are no factors, or some do not fit together or have a scaling that is negative or not finite.</exception>
    public static void Write(string folder, ExpertDraft expert)
    {
        ArgumentNullException.ThrowIfNull(expert);
        foreach (var (map, factors) in expert.Factors) Check(map, factors);
        if (expert.Factors.Count == 0) throw new ArgumentException($"The expert '{expert.Name}' has no factors.", nameof(expert));
        Directory.CreateDirectory(folder);
        AdapterConfig.Write(Path.Combine(folder, AdapterConfig.FileName), Configure(expert));
        var tensors = new Dictionary<string, torch.Tensor>();
        foreach (var (map, factors) in expert.Factors)
            (tensors[AdapterTensors.NameOfA(map)], tensors[AdapterTensors.NameOfB(map)]) = (factors.A, factors.B);
        // What is known of an expert travels with its weights, wherever the folder is copied.
        SafetensorsWriter.Write(Path.Combine(folder, AdapterTensors.FileName), tensors, new Dictionary<string, string>(expert.Record.ToMetadata()) { ["format"] = "pt" });
    }

    private static JsonObject Configure(ExpertDraft expert)
    {
        var maps = expert.Factors.Keys.Order(StringComparer.Ordinal).ToList();
        var (rank, ranks) = Patterns(maps, map => expert.Factors[map].Rank);
        var (alpha, alphas) = Patterns(maps, map => Alpha(expert.Factors[map], expert.IsRankStabilised));
        return new JsonObject
        {
            ["alpha_pattern"] = alphas,
            ["auto_mapping"] = null,
            ["base_model_name_or_path"] = expert.Record.BaseModel,
            ["bias"] = "none",
            ["fan_in_fan_out"] = false,
            ["inference_mode"] = true,
            ["init_lora_weights"] = true,
            ["layers_pattern"] = null,
            ["layers_to_transform"] = null,
            ["lora_alpha"] = alpha,
            ["lora_dropout"] = 0.0,
            ["modules_to_save"] = null,
            ["peft_type"] = "LORA",
            ["r"] = (int)rank,
            ["rank_pattern"] = ranks,
            ["revision"] = null,
            ["target_modules"] = new JsonArray([.. maps.Select(map => (JsonNode)map)]),
            ["task_type"] = expert.TaskType,
            ["use_dora"] = false,
            ["use_rslora"] = expert.IsRankStabilised,
        };
    }

    // The commonest value is the default; the others stand by name. PEFT takes a key for the end of a name too, and the first key that
    // fits: longer names come first, and a map whose name ends in another's stands even where it has the default.
    private static (double Default, JsonObject Others) Patterns(List<string> maps, Func<string, double> valueOf)
    {
        var usual = maps.GroupBy(valueOf).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key;
        var named = maps.Where(map => valueOf(map) != usual).ToHashSet(StringComparer.Ordinal);
        named.UnionWith(maps.Where(map => named.Any(other => map.EndsWith("." + other, StringComparison.Ordinal))).ToList());
        var ordered = named.OrderByDescending(map => map.Length).ThenBy(map => map, StringComparer.Ordinal);
        return (usual, new JsonObject(ordered.Select(map => KeyValuePair.Create(Key(map), (JsonNode?)Whole(valueOf(map))))));
    }

    // Older versions of PEFT look a whole name up as it is, newer ones as a pattern, in which a dot matches itself.
    private static string Key(string map) => Regex.Escape(map).Replace(@"\.", ".", StringComparison.Ordinal);

    // PEFT asks for whole numbers of ranks.
    private static JsonNode Whole(double value) => value == Math.Truncate(value) && Math.Abs(value) < 1e15 ? (long)value : value;

    // The alpha that gives back the very scaling, where there is one near: division rounds.
    private static double Alpha(LoraFactors factors, bool isRankStabilised)
    {
        var divisor = isRankStabilised ? Math.Sqrt(factors.Rank) : factors.Rank;
        var alpha = factors.Scaling * divisor;
        ReadOnlySpan<double> near = [Math.Round(alpha), alpha, Math.BitIncrement(alpha), Math.BitDecrement(alpha)];
        foreach (var candidate in near)
            if (candidate >= 0 && candidate / divisor == factors.Scaling) return candidate;
        return alpha;
    }

    private static void Check(string map, LoraFactors factors)
    {
        var (a, b) = (factors.A.shape, factors.B.shape);
        if (a.Length != 2 || b.Length != 2 || a[0] != b[1] || a.Concat(b).Any(size => size == 0))
            throw new ArgumentException($"The factors of {map} do not fit: A is ({string.Join(", ", a)}) and B is ({string.Join(", ", b)}); A is (rank, inputs), B is (outputs, rank).", nameof(factors));
        if (!(factors.Scaling >= 0 && double.IsFinite(factors.Scaling)))
            throw new ArgumentException($"The scaling of {map} is {factors.Scaling}; a finite number from 0 on is needed.", nameof(factors));
    }
}
