using Tessera.Hosting.Catalog;
using Tessera.Pipelines.Yaml;

namespace Tessera.Pipelines.Loading;

/// <summary>A step as it is written, with its part where that could be found.</summary>
internal sealed record StepDraft(string Name, YamlEntry Entry, InstalledPart? Part, YamlNode? With, IReadOnlyList<YamlScalar> After);
