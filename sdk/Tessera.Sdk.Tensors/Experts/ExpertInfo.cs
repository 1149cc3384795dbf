namespace Tessera.Sdk.Tensors.Experts;

/// <summary>What is known of an expert beside its weights.</summary>
/// <param name="Name">The expert's name, unique in its library.</param>
/// <param name="Metadata">What else is known, such as the task it was trained on.</param>
public sealed record ExpertInfo(string Name, IReadOnlyDictionary<string, string> Metadata);
