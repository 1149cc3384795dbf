namespace Tessera.Adapters.Tasks;

/// <summary>One example of a task, as text.</summary>
/// <param name="Prompt">What is given; empty for nothing.</param>
/// <param name="Answer">What should follow the prompt.</param>
/// <param name="Others">What should be less likely than the answer: the other sentence of a minimal pair, the wrong choices; may be empty.</param>
public sealed record TaskExample(string Prompt, string Answer, IReadOnlyList<string> Others);
