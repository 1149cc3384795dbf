namespace Tessera.Sdk.Prompts;

/// <summary>Layers of a language model, each with its prompt; the output of one is the input of the next.</summary>
/// <param name="Layers">The layers, from input to output; at least one.</param>
public sealed record PromptProgram(IReadOnlyList<PromptLayer> Layers)
{
    /// <summary>The program with one layer's prompt replaced.</summary>
    /// <param name="layer">Which layer, from 0.</param>
    /// <param name="prompt">The new prompt.</param>
    /// <returns>The new program.</returns>
    public PromptProgram WithPrompt(int layer, string prompt) =>
        new([.. Layers.Select((existing, index) => index == layer ? existing with { Prompt = prompt } : existing)]);

    /// <summary>What a layer is asked about an example.</summary>
    /// <param name="layer">Which layer, from 0.</param>
    /// <param name="example">The example.</param>
    /// <param name="hidden">The output of the layer below; empty in the first layer.</param>
    /// <returns>The layer with the example; the example's input is empty where the layer sees the output of the layer below alone.</returns>
    public LayerInput InputOf(int layer, Example example, string hidden = "")
    {
        ArgumentNullException.ThrowIfNull(example);
        return new LayerInput(Layers[layer], layer > 0 && !Layers[layer].Residual ? example with { Input = "" } : example, hidden);
    }
}
