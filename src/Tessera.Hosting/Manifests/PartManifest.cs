using System.Text.Json.Nodes;

namespace Tessera.Hosting.Manifests;

/// <summary>What a manifest says of one part.</summary>
public sealed class PartManifest
{
    private readonly SchemaText? _options;

    internal PartManifest(SchemaText? options) => _options = options;

    /// <summary>The kind of part, such as <c>router</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The part's name.</summary>
    public required string Name { get; init; }

    /// <summary>The full name of its class.</summary>
    public required string Type { get; init; }

    /// <summary>What it does, in one line.</summary>
    public required string Description { get; init; }

    /// <summary>The schema of its options; null for a part without options.</summary>
    public JsonObject? Options => _options?.Schema;

    /// <summary>What a step hands over; null for other parts.</summary>
    public PartOutput? Output { get; init; }

    /// <summary>Whether a step gives the same output byte for byte for the same options, inputs and seed.</summary>
    public bool Deterministic { get; init; }
}
