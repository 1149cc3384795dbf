namespace Tessera.Sdk.Prompts;

/// <summary>Renders the templates of prompt programs.</summary>
public interface ITemplateRenderer
{
    /// <summary>Renders a template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="variables">Its variables: text, numbers, truth values, lists and maps of these.</param>
    /// <returns>The text.</returns>
    /// <exception cref="Diagnostics.TesseraException">The template is malformed; line and column are said.</exception>
    string Render(string template, IReadOnlyDictionary<string, object?> variables);
}
