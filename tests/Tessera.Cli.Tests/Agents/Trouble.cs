namespace Tessera.Cli.Tests.Agents;

/// <summary>One way in which a model's server misbehaves, and what is to become of the episode.</summary>
/// <param name="Name">Its name, which is also that of the pipeline's step.</param>
/// <param name="Protocol">The protocol that the server speaks.</param>
/// <param name="Misbehave">Tells the server what to do at the second question, after an answer as it should be.</param>
internal sealed record Trouble(string Name, ChatProtocol Protocol, Action<MisbehavingServer> Misbehave)
{
    /// <summary>What the agent is said to have failed of; null where the server recovers and the task is solved.</summary>
    public string? Reason { get; init; }

    /// <summary>Why the agent stopped.</summary>
    public string Ends { get; init; } = "environmentEnded";

    /// <summary>How many requests the server gets besides those of a model that behaves: the repetitions, and the answers that led nowhere.</summary>
    public int Extra { get; init; } = 1;

    /// <summary>How many of the misbehaviours are answers all the same, and are counted and recorded as such.</summary>
    public int Answers { get; init; }

    /// <summary>How many calls of tools they make.</summary>
    public int Calls { get; init; }

    /// <summary>What each tool answered to the calls of the misbehaviour, by the calls' ids and pieces of the answers.</summary>
    public IReadOnlyList<(string Id, string Text)> Told { get; init; } = [];

    /// <summary>How long one attempt may take.</summary>
    public double TimeoutSeconds { get; init; } = 60;

    /// <summary>How often a request is repeated.</summary>
    public int Retries { get; init; } = 2;

    public bool Recovers => Reason is null;

    public override string ToString() => Name;
}
