namespace Tessera.Adapters.Pretraining;

/// <summary>The sizes of a Llama that begins anew.</summary>
internal sealed record ModelSizes
{
    public required int Vocabulary { get; init; }

    public required int Layers { get; init; }

    public required int Width { get; init; }

    public required int Heads { get; init; }

    /// <summary>The width of the gated network.</summary>
    public required int Inner { get; init; }

    /// <summary>The longest sequence, in tokens.</summary>
    public required int Context { get; init; }
}
