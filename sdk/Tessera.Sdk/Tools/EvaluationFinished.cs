using Tessera.Sdk.Evaluations;

namespace Tessera.Sdk.Tools;

/// <summary>The project was checked.</summary>
/// <param name="Result">What the check said.</param>
public sealed record EvaluationFinished(EvaluationResult Result) : SessionEvent;
