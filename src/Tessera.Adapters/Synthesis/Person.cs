namespace Tessera.Adapters.Synthesis;

/// <summary>Someone with a name.</summary>
internal sealed record Person(string Name, Gender Gender);
