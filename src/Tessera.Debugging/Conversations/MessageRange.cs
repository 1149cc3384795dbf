namespace Tessera.Debugging.Conversations;

/// <summary>Some messages of an episode's table.</summary>
/// <param name="From">The first, from 0.</param>
/// <param name="Count">How many.</param>
internal readonly record struct MessageRange(int From, int Count);
