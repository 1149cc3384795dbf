using System.Text.Json.Nodes;

namespace Tessera.Hosting.Manifests;

/// <summary>What a step hands over to other steps.</summary>
/// <param name="Type">The full name of the output's class.</param>
/// <param name="Implements">The full names of its base classes and interfaces, as which it may also be taken.</param>
/// <param name="Schema">The properties of an output that is stored as JSON; null for one that saves itself.</param>
public sealed record PartOutput(string Type, IReadOnlyList<string> Implements, JsonObject? Schema);
