namespace Tessera.Adapters.Models;

/// <summary>What is stored of a model that a step hands over.</summary>
/// <param name="Folder">Where it lies, from the reference's own folder on or as a whole path.</param>
/// <param name="Type">The type that it computes in.</param>
/// <param name="Device">Where it runs.</param>
internal sealed record ModelReference(string Folder, ModelType Type, string Device);
