using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Yaml;

/// <summary>A list.</summary>
internal sealed record YamlList(IReadOnlyList<YamlNode> Items, SourceLocation Place) : YamlNode(Place)
{
    public override string Shown => "a list";
}
