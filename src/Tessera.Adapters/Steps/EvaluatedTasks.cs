namespace Tessera.Adapters.Steps;

/// <summary>Which tasks of a split are asked.</summary>
public enum EvaluatedTasks
{
    /// <summary>Those that nothing was trained on.</summary>
    HeldOut,

    /// <summary>Those that were trained on, by examples that were not.</summary>
    Training,
}
