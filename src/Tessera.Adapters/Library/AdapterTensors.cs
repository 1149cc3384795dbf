using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Library;

/// <summary>The names that PEFT gives to an adapter's tensors.</summary>
internal static class AdapterTensors
{
    /// <summary>The file that holds them.</summary>
    public const string FileName = "adapter_model.safetensors";

    private const string Prefix = "base_model.model.";
    private const string SuffixA = ".lora_A.weight";
    private const string SuffixB = ".lora_B.weight";

    public static string NameOfA(string map) => Prefix + map + SuffixA;

    public static string NameOfB(string map) => Prefix + map + SuffixB;

    /// <summary>The maps that have an A.</summary>
    public static IEnumerable<string> MapsIn(IEnumerable<string> names) => names
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(SuffixA, StringComparison.Ordinal) && name.Length > Prefix.Length + SuffixA.Length)
        .Select(name => name[Prefix.Length..^SuffixA.Length]);

    /// <summary>Whatever else an adapter holds was trained with its factors: without it the expert would be another one.</summary>
    /// <exception cref="TesseraException">There are tensors beside the factors of these maps (TESS5015).</exception>
    public static void RefuseUnknown(IEnumerable<string> names, IEnumerable<string> maps, string folder)
    {
        var known = maps.SelectMany(map => new[] { NameOfA(map), NameOfB(map) }).ToHashSet(StringComparer.Ordinal);
        var unknown = names.Where(name => !known.Contains(name)).ToList();
        if (unknown.Count == 0) return;
        var others = unknown.Count == 1 ? "" : $", and so are {unknown.Count - 1} more";
        throw new TesseraException(Diagnostic.Error(
            "TESS5015", $"The tensor '{unknown[0]}' of the adapter is not supported: {KindOf(unknown[0])}{others}.", new SourceLocation(folder),
            "An expert is the factors lora_A and lora_B of linear maps and nothing else; train it without bias, DoRA, embeddings and modules_to_save."));
    }

    private static string KindOf(string name) =>
        name.EndsWith(SuffixB, StringComparison.Ordinal) ? "it has no lora_A beside it"
        : name.EndsWith(".bias", StringComparison.Ordinal) ? "it is a bias"
        : name.Contains(".lora_magnitude_vector", StringComparison.Ordinal) ? "it is a magnitude of DoRA"
        : name.Contains(".lora_embedding_", StringComparison.Ordinal) ? "it is a factor of an embedding"
        : name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(".weight", StringComparison.Ordinal) && !name.Contains(".lora_", StringComparison.Ordinal) ? "it is a whole weight, as modules_to_save keeps them"
        : "it is not understood";
}
