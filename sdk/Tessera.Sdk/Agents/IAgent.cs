using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Agents;

/// <summary>Explores and changes an environment through its tools until it is done.</summary>
[PartKind("agent")]
public interface IAgent
{
    /// <summary>What the language model of a task has to be able to do for this agent: looked at before anything is begun.</summary>
    /// <value>The default value is <see cref="LanguageModelCapabilities.None"/>: it works without a model, too.</value>
    LanguageModelCapabilities NeededCapabilities => LanguageModelCapabilities.None;

    /// <summary>Works in an environment.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="task">What is asked.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>How the work ended.</returns>
    Task<AgentOutcome> RunAsync(IAgentEnvironment environment, AgentTask task, CancellationToken cancellationToken);
}
