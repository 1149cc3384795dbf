namespace Tessera.Sdk.Language;

/// <summary>How a continuation is drawn.</summary>
public sealed record SamplingOptions
{
    /// <summary>The temperature; 0 takes the most probable token each time.</summary>
    /// <value>The default value is 0.</value>
    public double Temperature { get; init; }

    /// <summary>Draws only from the most probable tokens that together reach this probability.</summary>
    /// <value>The default value is 1: all tokens.</value>
    public double TopP { get; init; } = 1;

    /// <summary>How many tokens are drawn at most.</summary>
    /// <value>The default value is 256 tokens.</value>
    public int MaxTokens { get; init; } = 256;

    /// <summary>Texts that end the continuation; they are not part of it.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];
}
