namespace Tessera.Adapters.Models.Generation;

/// <summary>How a model continues texts.</summary>
public sealed record GenerationOptions
{
    /// <summary>How many tokens are written at most.</summary>
    /// <value>The default is 128.</value>
    public int MaxTokens { get; init; } = 128;

    /// <summary>What scores are divided by before a token is drawn; 0 takes the likeliest token.</summary>
    /// <value>The default is 0.</value>
    public double Temperature { get; init; }

    /// <summary>Only the likeliest tokens are drawn from whose probabilities together reach this share (nucleus sampling, arXiv 1904.09751).</summary>
    /// <value>The default is 1: all tokens.</value>
    public double TopP { get; init; } = 1;

    /// <summary>Texts that end a generation; they are no part of it.</summary>
    /// <value>By default there are none.</value>
    public IReadOnlyList<string> StopTexts { get; init; } = [];

    /// <summary>Tokens that end a generation; they are no part of it.</summary>
    /// <value>Null, the default, stands for those by which the tokenizer ends texts.</value>
    public IReadOnlyList<int>? StopTokens { get; init; }

    /// <summary>How many tokens of contexts and generations, padding included, are in the model's cache at a time; a longer one goes alone.</summary>
    /// <value>The default is 16384.</value>
    public int TokensPerBatch { get; init; } = 16384;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxTokens);
        if (!(Temperature >= 0 && double.IsFinite(Temperature))) throw new ArgumentOutOfRangeException(nameof(Temperature), Temperature, "A temperature is a finite number from 0 on.");
        if (!(TopP is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(TopP), TopP, "A share is above 0 and at most 1.");
        if (StopTexts.Any(string.IsNullOrEmpty)) throw new ArgumentException("A text that ends a generation is not empty.", nameof(StopTexts));
    }
}
