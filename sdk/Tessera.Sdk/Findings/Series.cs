namespace Tessera.Sdk.Findings;

/// <summary>Lines over a common axis, with intervals where they are known.</summary>
public sealed record Series : Finding
{
    /// <summary>What the horizontal axis counts, with its unit.</summary>
    public required string HorizontalAxis { get; init; }

    /// <summary>What the vertical axis measures, with its unit.</summary>
    public required string VerticalAxis { get; init; }

    /// <summary>The lines.</summary>
    public required IReadOnlyList<SeriesLine> Lines { get; init; }
}
