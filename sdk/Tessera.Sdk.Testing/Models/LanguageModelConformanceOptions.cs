using System.Text.Json.Nodes;
using Tessera.Sdk.Language;

namespace Tessera.Sdk.Testing.Models;

/// <summary>What the kit asks a language model.</summary>
public sealed class LanguageModelConformanceOptions
{
    /// <summary>What is to be continued: at least two different texts that the model knows how to go on from.</summary>
    /// <value>The default value is three beginnings of English sentences.</value>
    public IReadOnlyList<string> Prompts { get; set; } = ["Once upon a time there was", "The answer to the question is", "In the morning she"];

    /// <summary>Continuations of each of <see cref="Prompts"/> of which no more than one can be true: none is the beginning of another.</summary>
    /// <value>The default value is three English words.</value>
    public IReadOnlyList<string> Continuations { get; set; } = [" yes", " no", " went"];

    /// <summary>A conversation that the model answers.</summary>
    /// <value>The default value is one question.</value>
    public ChatRequest Conversation { get; set; } = new([new ChatMessage(ChatRole.User, "Say good morning.")], [], new SamplingOptions { MaxTokens = 32 });

    /// <summary>Whether equal requests have equal answers at temperature 0, to the last bit of a probability. Services that batch requests of many people often cannot say so.</summary>
    /// <value>The default value is true.</value>
    public bool Deterministic { get; set; } = true;

    /// <summary>The part's own options as a pipeline says them, for the check that has it made by a host.</summary>
    /// <value>The default value is null: the options' own defaults.</value>
    public JsonObject? PartOptions { get; set; }

    /// <summary>How long any one check may take.</summary>
    /// <value>The default value is 30 seconds.</value>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);
}
