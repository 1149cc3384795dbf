namespace Tessera.Adapters.Library;

/// <summary>What is stored of a library that a step hands over.</summary>
/// <param name="Folder">Where its experts lie, from the reference's own folder on or as a whole path.</param>
/// <param name="Tie">How its maps are tied.</param>
internal sealed record LibraryReference(string Folder, IReadOnlyList<IReadOnlyList<string>> Tie);
