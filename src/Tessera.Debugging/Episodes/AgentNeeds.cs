using Tessera.Sdk.Agents;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;

namespace Tessera.Debugging.Episodes;

/// <summary>What an agent needs of its language model.</summary>
internal static class AgentNeeds
{
    /// <summary>Checks that it has such a model.</summary>
    /// <param name="name">The agent as <c>agent/name</c>.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="model">Its model; null for none.</param>
    /// <exception cref="TesseraException">TESS4303: there is no model, or one that cannot do what is needed.</exception>
    public static void Check(string name, IAgent agent, ILanguageModel? model)
    {
        var lacking = agent.NeededCapabilities & ~(model?.Capabilities ?? LanguageModelCapabilities.None);
        if (lacking == LanguageModelCapabilities.None) return;
        var what = lacking == LanguageModelCapabilities.Chat ? "cannot converse" : $"cannot {lacking}";
        throw new TesseraException(Diagnostic.Error(
            "TESS4303", model is null ? $"{name} has no language model." : $"The language model '{model.Identity}' {what}, which {name} needs.",
            remedy: "Name one that can beside the agent, such as `model: { uses: model/openai, with: { model: ... } }`."));
    }
}
