using System.Text.Json.Nodes;

namespace Tessera.Adapters.Library;

/// <summary>Finds the variant of LoRA that a configuration asks for, where there is one: the factors alone would be another expert.</summary>
internal static class AdapterVariants
{
    private static readonly (string Key, string Name)[] Switches =
    [
        ("use_dora", "it uses DoRA"), ("lora_bias", "it has a bias beside B (lora_bias)"), ("use_qalora", "it uses QALoRA"), ("use_bdlora", "it uses BD-LoRA"),
    ];

    private static readonly (string Key, string Name)[] Settings =
    [
        ("alora_invocation_tokens", "it acts only after certain tokens (aLoRA)"), ("modules_to_save", "it brings whole modules (modules_to_save)"),
        ("trainable_token_indices", "it changes embeddings of tokens (trainable_token_indices)"), ("layer_replication", "it repeats layers (layer_replication)"),
        ("target_parameters", "it adapts parameters that are no linear maps (target_parameters)"), ("monteclora_config", "it uses MonteCLoRA"), ("kasa_config", "it uses KaSA"),
    ];

    // These begin from the base weights and leave them changed; the file holds the factors over the changed weights.
    private static readonly string[] ChangedBases = ["pissa", "olora", "corda", "loftq", "lora_ga"];

    /// <summary>What stands in the way, in words; null for plain LoRA.</summary>
    /// <exception cref="InvalidOperationException">A setting has another type than PEFT gives it.</exception>
    public static string? Find(JsonObject config)
    {
        foreach (var (key, name) in Switches)
            if (config[key]?.GetValue<bool>() == true) return NotSupported(name);
        foreach (var (key, name) in Settings)
            if (IsSet(config[key])) return NotSupported(name);
        if (config["bias"]?.GetValue<string>() is { } bias && bias != "none") return NotSupported($"it changes biases (bias is {bias})");
        var start = (config["init_lora_weights"] as JsonValue)?.TryGetValue<string>(out var named) == true ? named : "";
        return Array.Find(ChangedBases, changed => start.StartsWith(changed, StringComparison.OrdinalIgnoreCase)) is null ? null
            : $"it was trained over base weights that {start} had changed; convert it to plain LoRA when saving, with path_initial_model_for_weight_conversion";
    }

    private static string NotSupported(string what) => $"{what}, which is not supported";

    private static bool IsSet(JsonNode? setting) => setting switch
    {
        null => false,
        JsonArray list => list.Count > 0,
        JsonObject map => map.Count > 0,
        _ => true,
    };
}
