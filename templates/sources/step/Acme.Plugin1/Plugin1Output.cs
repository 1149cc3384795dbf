namespace Acme.Plugin1;

/// <summary>What the step hands over; pipelines refer to its properties, as in <c>${count.words}</c>.</summary>
/// <param name="Words">How many words there are.</param>
/// <param name="Distinct">How many different ones.</param>
public sealed record Plugin1Output(int Words, int Distinct);
