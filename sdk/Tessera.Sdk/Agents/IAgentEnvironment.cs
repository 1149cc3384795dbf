using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Agents;

/// <summary>An environment as an agent sees it: tools to call and what comes back.</summary>
public interface IAgentEnvironment
{
    /// <summary>The folder of the project, absolute, as programs see it.</summary>
    string Root { get; }

    /// <summary>The tools that may be called.</summary>
    IReadOnlyList<ToolDefinition> Tools { get; }

    /// <summary>Whether the session has ended: by submission, by success where that ends it, or because no further call is answered.</summary>
    bool Ended { get; }

    /// <summary>Calls a tool.</summary>
    /// <param name="call">The call. An unknown tool is answered like any other mistake.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The observation of the call, then those of tools that took note of its effects.</returns>
    Task<IReadOnlyList<Observation>> StepAsync(ToolCall call, CancellationToken cancellationToken);
}
