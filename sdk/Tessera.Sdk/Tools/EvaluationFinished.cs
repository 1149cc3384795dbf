namespace Tessera.Sdk.Tools;

/// <summary>The project was checked.</summary>
/// <param name="Passed">Whether the check succeeded.</param>
/// <param name="PassedCount">How many tests passed; null when the check does not say.</param>
/// <param name="TotalCount">How many tests ran; null when the check does not say.</param>
public sealed record EvaluationFinished(bool Passed, int? PassedCount = null, int? TotalCount = null) : SessionEvent;
