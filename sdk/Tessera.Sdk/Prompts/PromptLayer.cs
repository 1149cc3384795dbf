namespace Tessera.Sdk.Prompts;

/// <summary>One layer: a prompt, and the template that joins it with the layer's input.</summary>
public sealed record PromptLayer
{
    /// <summary>The layer's name.</summary>
    public required string Name { get; init; }

    /// <summary>The prompt: what optimizers change.</summary>
    public required string Prompt { get; init; }

    /// <summary>
    /// The template that makes the context for the model. It may name <c>prompt</c>, <c>input</c> (the example's input)
    /// and <c>hidden</c> (the output of the layer below; empty in the first layer).
    /// </summary>
    public required string Template { get; init; }

    /// <summary>The name and version of the template's wording, such as <c>decide/1</c>, where it is the platform's own.</summary>
    /// <value>The default value is null: somebody else's wording.</value>
    public string? TemplateVersion { get; init; }

    /// <summary>Whether the layer sees the example's input beside the output of the layer below.</summary>
    /// <value>The default value is false.</value>
    public bool Residual { get; init; }

    /// <summary>How many tokens an answer has at most, where the layer writes.</summary>
    /// <value>The default value is 256 tokens.</value>
    public int MaxTokens { get; init; } = 256;

    /// <summary>Texts that end an answer, where the layer writes; they are not part of it.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>The classes among which the layer answers; empty for free text.</summary>
    public IReadOnlyList<AnswerClass> Classes { get; init; } = [];
}
