using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Library;

/// <summary>What <c>adapter_config.json</c> of PEFT says that decides an expert's output.</summary>
internal sealed class AdapterConfig
{
    public const string FileName = "adapter_config.json";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    private readonly JsonObject _json;
    private readonly string _path;

    private AdapterConfig(string path, JsonObject json) => (_path, _json) = (path, json);

    /// <summary>Reads a configuration; keys that are not needed are left alone.</summary>
    /// <exception cref="TesseraException">It is no configuration of a LoRA adapter (TESS5010).</exception>
    public static AdapterConfig Read(string path)
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path), documentOptions: Options) as JsonObject ?? throw Unfit(path, "it is no JSON object");
            if (json["peft_type"]?.GetValue<string>() != "LORA") throw Unfit(path, $"its peft_type is {json["peft_type"]?.ToJsonString() ?? "missing"}; LORA is needed");
            if (json["use_dora"]?.GetValue<bool>() == true) throw Unfit(path, "it uses DoRA, which is not supported");
            if (json["alora_invocation_tokens"] is not null) throw Unfit(path, "it acts only after certain tokens (aLoRA), which is not supported");
            return new AdapterConfig(path, json);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw Unfit(path, malformed.Message);
        }
    }

    /// <summary>The factor of the product for a map: alpha / rank, or alpha / √rank where <c>use_rslora</c> says so.</summary>
    public double ScalingOf(string map, int rank)
    {
        try
        {
            var alpha = Pattern("alpha_pattern", map) ?? _json["lora_alpha"]?.GetValue<double>() ?? 8;
            // Mixing parameters takes the root of the scaling.
            if (!(alpha >= 0 && double.IsFinite(alpha))) throw Unfit(_path, $"its alpha for {map} is {alpha}");
            return _json["use_rslora"]?.GetValue<bool>() == true ? alpha / Math.Sqrt(rank) : alpha / rank;
        }
        catch (Exception malformed) when (malformed is InvalidOperationException or FormatException)
        {
            throw Unfit(_path, malformed.Message);
        }
    }

    // PEFT matches a pattern's keys as (.*\.)?(key)$ and takes the first that matches.
    private double? Pattern(string name, string map) =>
        (_json[name] as JsonObject)?.Where(pair => Matches(pair.Key, map)).Select(pair => pair.Value?.GetValue<double>()).FirstOrDefault();

    private static bool Matches(string pattern, string map)
    {
        try
        {
            return Regex.IsMatch(map, $@"^(.*\.)?({pattern})$", RegexOptions.NonBacktracking);
        }
        catch (Exception unfit) when (unfit is ArgumentException or NotSupportedException)
        {
            return map == pattern || map.EndsWith("." + pattern, StringComparison.Ordinal);
        }
    }

    private static TesseraException Unfit(string path, string reason) =>
        new(Diagnostic.Error("TESS5010", $"This is not the configuration of a LoRA adapter: {reason}.", new SourceLocation(path), "Experts are PEFT folders with adapter_config.json and adapter_model.safetensors."));
}
