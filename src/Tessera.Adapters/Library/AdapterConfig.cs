using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Library;

/// <summary>What <c>adapter_config.json</c> of PEFT says. All of it is kept, in its order, whether it is understood or not.</summary>
internal sealed class AdapterConfig
{
    public const string FileName = "adapter_config.json";

    private const long MostBytes = 16 << 20;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    // As PEFT writes it: two spaces, no line at the end.
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;

    private AdapterConfig(string path, byte[] content, JsonObject json) => (_path, Content, Json) = (path, content, json);

    /// <summary>The file as it stands.</summary>
    public byte[] Content { get; }

    /// <summary>The whole configuration.</summary>
    public JsonObject Json { get; }

    /// <summary>The name of the base model; null where it is not said.</summary>
    public string? BaseModel => (Json["base_model_name_or_path"] as JsonValue)?.TryGetValue<string>(out var name) == true ? name : null;

    /// <summary>Reads a configuration of any adapter.</summary>
    /// <exception cref="TesseraException">It is no JSON object, names a key twice, or cannot be read (TESS5010).</exception>
    public static AdapterConfig Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MostBytes } large) throw Unfit(path, $"it is {large.Length} bytes long");
            var content = File.ReadAllBytes(path);
            using var text = new StreamReader(new MemoryStream(content));
            return new AdapterConfig(path, content, JsonNode.Parse(text.ReadToEnd(), documentOptions: Options) as JsonObject ?? throw Unfit(path, "it is no JSON object"));
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw Unfit(path, malformed.Message);
        }
    }

    /// <summary>Writes a configuration as PEFT does.</summary>
    public static void Write(string path, JsonObject json) => File.WriteAllText(path, json.ToJsonString(Layout));

    /// <summary>Refuses what is not LoRA, and every variant of it whose output would be another one than that of the factors alone.</summary>
    /// <exception cref="TesseraException">The adapter cannot be used (TESS5010).</exception>
    public void RequireUsable()
    {
        try
        {
            if (Json["peft_type"]?.GetValue<string>() != "LORA") throw Unfit(_path, $"its peft_type is {Json["peft_type"]?.ToJsonString() ?? "missing"}; LORA is needed");
            if (AdapterVariants.Find(Json) is { } variant) throw Unfit(_path, variant);
        }
        catch (Exception malformed) when (malformed is InvalidOperationException or FormatException)
        {
            throw Unfit(_path, malformed.Message);
        }
    }

    /// <summary>Refuses factors that PEFT would not take: of maps that are not targets, or of another rank than the configuration says.</summary>
    /// <exception cref="TesseraException">Factors and configuration do not go together (TESS5301), or the targets cannot be read (TESS5010).</exception>
    public void RequireTargets(IEnumerable<(string Map, int Rank)> factors)
    {
        var targets = Understand(() => TargetModules.Of(Json));
        foreach (var (map, rank) in factors)
        {
            if (targets is not null && !Understand(() => targets.Matches(map))) throw Apart($"There are factors of {map}, which is none of the adapter's target modules");
            if (Understand(() => Pattern("rank_pattern", map) ?? Number("r")) is { } said && said != rank) throw Apart($"The factors of {map} are of rank {rank}, and the configuration says {said}");
        }
    }

    /// <summary>The factor of the product for a map: alpha / rank, or alpha / √rank where <c>use_rslora</c> says so.</summary>
    public double ScalingOf(string map, int rank) => Understand(() =>
    {
        var alpha = Pattern("alpha_pattern", map) ?? Number("lora_alpha") ?? 8;
        // Mixing parameters takes the root of the scaling.
        if (!(alpha >= 0 && double.IsFinite(alpha))) throw Unfit(_path, $"its alpha for {map} is {alpha}");
        return Json["use_rslora"]?.GetValue<bool>() == true ? alpha / Math.Sqrt(rank) : alpha / rank;
    });

    private double? Number(string name) => Json[name]?.GetValue<double>();

    // PEFT matches a pattern's keys as (.*\.)?(key)$ and takes the first that matches.
    private double? Pattern(string name, string map) =>
        (Json[name] as JsonObject)?.Where(pair => PythonPattern.MatchesEnd(pair.Key, map)).Select(pair => pair.Value?.GetValue<double>()).FirstOrDefault();

    private T Understand<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception malformed) when (malformed is InvalidOperationException or FormatException or ArgumentException or TimeoutException)
        {
            throw Unfit(_path, malformed.Message);
        }
    }

    private TesseraException Apart(string reason) =>
        new(Diagnostic.Error("TESS5301", $"{reason}.", new SourceLocation(_path), "Save the adapter again with the configuration that it was trained with."));

    private static TesseraException Unfit(string path, string reason) =>
        new(Diagnostic.Error("TESS5010", $"This is not the configuration of a LoRA adapter that can be used: {reason}.", new SourceLocation(path), "Experts are PEFT folders with adapter_config.json and adapter_model.safetensors."));
}
