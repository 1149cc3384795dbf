namespace Tessera.Agents.Replay;

/// <summary>What a replay does where an observation is not the recorded one.</summary>
public enum Verification
{
    /// <summary>Nothing: observations are not compared.</summary>
    None,

    /// <summary>It goes on, and tells at its end what differed.</summary>
    Report,

    /// <summary>It stops there.</summary>
    Require,
}
