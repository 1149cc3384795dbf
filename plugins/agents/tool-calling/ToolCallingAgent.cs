using System.Composition;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;

namespace Tessera.Agents.ToolCalling;

/// <summary>Lets a chat model call the tools until it is done.</summary>
/// <remarks>
/// An answer may call several tools; they are called one after another, in the order of the answer. A model that fails, or whose
/// budget is used up, ends the work with what was reached, not with an exception.
/// </remarks>
/// <param name="options">How the model is led.</param>
[Agent("tool-calling", Description = "Lets a chat model call the tools.", Options = typeof(ToolCallingOptions))]
[method: ImportingConstructor]
public sealed class ToolCallingAgent(ToolCallingOptions options) : IAgent
{
    /// <inheritdoc/>
    public LanguageModelCapabilities NeededCapabilities => LanguageModelCapabilities.Chat;

    /// <inheritdoc/>
    /// <exception cref="TesseraException">TESS4303: there is no model, or one that cannot converse.</exception>
    public async Task<AgentOutcome> RunAsync(IAgentEnvironment environment, AgentTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(task);
        if (task.Model is not { } model || !model.Capabilities.HasFlag(LanguageModelCapabilities.Chat))
        {
            throw new TesseraException(Diagnostic.Error(
                "TESS4303", task.Model is null ? "agent/tool-calling has no language model." : $"The language model '{task.Model.Identity}' cannot converse.",
                remedy: "Name one that can beside the agent, such as `model: { uses: model/openai, with: { model: ... } }`."));
        }

        var work = new Conversation(environment, task, model, options);
        try
        {
            return await work.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (BudgetExhaustedException exhausted)
        {
            return new AgentOutcome(AgentStopReason.BudgetExhausted, work.Steps, exhausted.Message);
        }
        catch (LanguageModelException failure)
        {
            return new AgentOutcome(AgentStopReason.ModelFailed, work.Steps, failure.Message);
        }
    }
}
