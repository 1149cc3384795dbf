namespace Tessera.Sdk.Evaluations;

/// <summary>How a test ended.</summary>
public enum TestVerdict
{
    /// <summary>It ended as it should, an expected failure included.</summary>
    Passed,

    /// <summary>It failed, could not be run, or passed although it was strictly expected to fail.</summary>
    Failed,

    /// <summary>It was not run.</summary>
    Skipped,
}
