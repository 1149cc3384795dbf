namespace Tessera.Adapters.Synthesis;

/// <summary>A kind of animal or person.</summary>
/// <param name="One">The noun for one.</param>
/// <param name="Several">The noun for several.</param>
/// <param name="Gender">The pronoun for one.</param>
/// <param name="Home">Where it lives.</param>
internal sealed record Being(string One, string Several, Gender Gender, string Home);
