namespace Tessera.Sdk.Findings;

/// <summary>Estimates of several things side by side, with intervals where they are known, such as the scores of methods on held-out tasks.</summary>
public sealed record Comparison : Finding
{
    /// <summary>What is estimated, with its unit and which way is better, such as <c>accuracy, more is better</c>.</summary>
    public required string Axis { get; init; }

    /// <summary>What each thing is measured on, such as <c>held out</c> and <c>training</c>; one or more.</summary>
    public required IReadOnlyList<string> Measures { get; init; }

    /// <summary>The things compared, in the order in which they are shown.</summary>
    public required IReadOnlyList<ComparisonRow> Rows { get; init; }

    /// <summary>The name of the row that the others are held against, such as <c>base</c>; null when there is none.</summary>
    public string? Baseline { get; init; }
}
