using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Tessera.Sdk.Build;

/// <summary>The summaries of properties, from the documentation file that the compiler writes.</summary>
internal sealed partial class XmlDocumentation
{
    private readonly Dictionary<string, string> _summaries = [];

    public XmlDocumentation(string path)
    {
        if (!File.Exists(path)) return;
        foreach (var member in XDocument.Load(path).Descendants("member"))
        {
            if (member.Attribute("name")?.Value is { } name && member.Element("summary") is { } summary)
                _summaries[name] = WhiteSpace().Replace(Text(summary), " ").Trim();
        }
    }

    public string? SummaryOf(PropertyInfo property) =>
        _summaries.GetValueOrDefault($"P:{property.DeclaringType!.FullName!.Replace('+', '.')}.{property.Name}");

    private static string Text(XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "paramref" or "typeparamref" } reference =>
            (reference.Attribute("langword") ?? reference.Attribute("cref") ?? reference.Attribute("name"))?.Value.Split('.')[^1] ?? "",
        XElement nested => Text(nested),
        _ => "",
    }));

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
