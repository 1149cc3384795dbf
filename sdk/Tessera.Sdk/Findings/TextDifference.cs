namespace Tessera.Sdk.Findings;

/// <summary>A text before and after.</summary>
public sealed record TextDifference : Finding
{
    /// <summary>What the text is: a file's path, a prompt's name.</summary>
    public required string Subject { get; init; }

    /// <summary>The text before.</summary>
    public required string Before { get; init; }

    /// <summary>The text after.</summary>
    public required string After { get; init; }
}
