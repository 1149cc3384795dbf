using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Yaml;

/// <summary>A node of a YAML document, with its place.</summary>
internal abstract record YamlNode(SourceLocation Place)
{
    /// <summary>What the node is, in a few words.</summary>
    public abstract string Shown { get; }
}
