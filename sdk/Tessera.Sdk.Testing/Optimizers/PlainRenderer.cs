using System.Collections;
using System.Globalization;
using System.Text;
using Tessera.Sdk.Prompts;

namespace Tessera.Sdk.Testing.Optimizers;

/// <summary>Shows a template and below it everything that it could name, so that no variable is lost whatever the template's language.</summary>
internal sealed class PlainRenderer : ITemplateRenderer
{
    public string Render(string template, IReadOnlyDictionary<string, object?> variables)
    {
        var text = new StringBuilder(template);
        foreach (var (name, value) in variables.OrderBy(pair => pair.Key, StringComparer.Ordinal)) text.Append('\n').Append(name).Append(": ").Append(Show(value));
        return text.ToString();
    }

    private static string Show(object? value) => value switch
    {
        string text => text,
        IDictionary map => string.Join("; ", map.Keys.Cast<object>().Select(key => $"{Show(key)}: {Show(map[key])}").Order(StringComparer.Ordinal)),
        IEnumerable list => string.Join('\n', list.Cast<object?>().Select(Show)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
