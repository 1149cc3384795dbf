namespace Tessera.Sdk.Prompts;

/// <summary>A layer with what it is asked about.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Example">The example.</param>
/// <param name="Hidden">The output of the layer below; empty in the first layer.</param>
public sealed record LayerInput(PromptLayer Layer, Example Example, string Hidden = "");
