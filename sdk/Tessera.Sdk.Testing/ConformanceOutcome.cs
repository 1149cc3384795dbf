namespace Tessera.Sdk.Testing;

/// <summary>What came of a check.</summary>
public enum ConformanceOutcome
{
    /// <summary>The part does what its contract asks.</summary>
    Passed,

    /// <summary>It does not.</summary>
    Failed,

    /// <summary>The check asks for something that this part does not have.</summary>
    NotApplicable,
}
