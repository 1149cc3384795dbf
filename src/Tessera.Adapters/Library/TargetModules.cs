using System.Text.Json.Nodes;

namespace Tessera.Adapters.Library;

/// <summary>Which maps of a model an adapter adapts, by the rules of PEFT.</summary>
internal sealed class TargetModules
{
    /// <summary>Stands for every linear map except the last.</summary>
    public const string AllLinear = "all-linear";

    private readonly IReadOnlyList<string>? _names;
    private readonly string? _pattern;

    private TargetModules(string pattern) => _pattern = pattern;

    private TargetModules(IReadOnlyList<string> names) => _names = names;

    /// <summary>The layers that are adapted, by number; null for all. They hold for targets that are given as a list.</summary>
    public IReadOnlyList<int>? Layers { get; private init; }

    /// <summary>Patterns of the part of a name that stands before a layer's number; empty for any part.</summary>
    public IReadOnlyList<string> LayersPatterns { get; private init; } = [];

    /// <summary>What is left out although it would match; null for nothing.</summary>
    public TargetModules? Excluded { get; private init; }

    /// <summary>Maps by name: a name stands for the map of that name and all whose last parts it is.</summary>
    public static TargetModules Named(IReadOnlyList<string> names) => new(names);

    /// <summary>Maps by a regular expression over whole names, or <see cref="AllLinear"/>.</summary>
    public static TargetModules Matching(string pattern) => new(pattern);

    /// <summary>Reads the targets of a configuration; null where it does not say them.</summary>
    /// <exception cref="InvalidOperationException">They have another type than PEFT gives them.</exception>
    public static TargetModules? Of(JsonObject config)
    {
        var excluded = config["exclude_modules"] is null ? null : Parse(config["exclude_modules"]!, null, [], null);
        return config["target_modules"] is { } targets ? Parse(targets, LayersOf(config["layers_to_transform"]), Texts(config["layers_pattern"]), excluded) : null;
    }

    /// <summary>Whether a map is adapted.</summary>
    /// <exception cref="ArgumentException">A pattern is none.</exception>
    /// <exception cref="TimeoutException">A pattern takes too long.</exception>
    public bool Matches(string map)
    {
        if (Excluded?.Matches(map) == true) return false;
        if (_pattern is not null) return _pattern == AllLinear || PythonPattern.MatchesWhole(_pattern, map);
        if (_names!.Contains(map, StringComparer.Ordinal)) return true;
        return _names!.Any(name => map.EndsWith("." + name, StringComparison.Ordinal)) && (Layers is not { Count: > 0 } || (LayerOf(map) is { } layer && Layers.Contains(layer)));
    }

    private int? LayerOf(string map) => LayersPatterns.Count == 0
        ? PythonPattern.Number(@".*?\.[^.]*?\.(\d+)\.", map)
        : LayersPatterns.Select(pattern => PythonPattern.Number($@".*\.(?:{pattern})\.(\d+)\.", map)).FirstOrDefault(layer => layer is not null);

    private static TargetModules Parse(JsonNode targets, IReadOnlyList<int>? layers, IReadOnlyList<string> patterns, TargetModules? excluded) => targets is JsonArray
        ? new TargetModules(Texts(targets)) { Layers = layers, LayersPatterns = patterns, Excluded = excluded }
        : new TargetModules(targets.GetValue<string>()) { Excluded = excluded };

    private static IReadOnlyList<string> Texts(JsonNode? node) => node switch
    {
        null => [],
        JsonArray list => [.. list.Select(item => item?.GetValue<string>() ?? throw new InvalidOperationException("a name is null"))],
        _ when node.GetValue<string>() is { Length: > 0 } one => [one],
        _ => [],
    };

    private static IReadOnlyList<int>? LayersOf(JsonNode? node) => node switch
    {
        null => null,
        JsonArray list => [.. list.Select(item => item?.GetValue<int>() ?? throw new InvalidOperationException("a layer is null"))],
        _ => [node.GetValue<int>()],
    };
}
