namespace Tessera.Adapters.Library;

/// <summary>How well an expert did.</summary>
/// <param name="Name">What was measured, such as <c>accuracy</c>.</param>
/// <param name="Task">On what.</param>
/// <param name="Split">On which part of it, such as <c>test</c>.</param>
/// <param name="Value">The value, finite.</param>
public sealed record ExpertScore(string Name, string Task, string Split, double Value);
