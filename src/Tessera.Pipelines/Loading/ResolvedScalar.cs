using System.Text.Json.Nodes;
using Tessera.Pipelines.Yaml;

namespace Tessera.Pipelines.Loading;

/// <summary>What stands behind a scalar: plain text, an input's value, or a marker for what is known only in the run.</summary>
internal readonly record struct ResolvedScalar(string? Literal = null, YamlNode? Input = null, JsonNode? Marker = null, bool Failed = false);
