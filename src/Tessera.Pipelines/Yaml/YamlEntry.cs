using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Yaml;

/// <summary>An entry of a map.</summary>
internal sealed record YamlEntry(string Key, SourceLocation KeyPlace, YamlNode Value);
