namespace Tessera.Sdk.Agents;

/// <summary>Why an agent stopped.</summary>
public enum AgentStopReason
{
    /// <summary>The agent considers its work done.</summary>
    Done,

    /// <summary>The number of calls was used up.</summary>
    StepsExhausted,

    /// <summary>The environment ended the session.</summary>
    EnvironmentEnded,

    /// <summary>The agent gave up.</summary>
    GaveUp,

    /// <summary>What the model may cost was used up.</summary>
    BudgetExhausted,

    /// <summary>The model did not answer any more.</summary>
    ModelFailed,

    /// <summary>The agent was not begun: the evaluation passed before any work.</summary>
    NothingToDo,
}
