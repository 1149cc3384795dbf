namespace Tessera.Sdk.Language;

/// <summary>A language model was asked for what it cannot do.</summary>
/// <param name="model">The model's identity.</param>
/// <param name="capability">What was asked for.</param>
public sealed class CapabilityMissingException(string model, LanguageModelCapabilities capability)
    : NotSupportedException($"The language model '{model}' cannot {capability}. Choose a model with that capability.")
{
    /// <summary>What was asked for.</summary>
    public LanguageModelCapabilities Capability { get; } = capability;
}
