using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Templates;

/// <summary>Renders Liquid templates, which share variables, conditions, loops, filters and whitespace control with Jinja.</summary>
/// <remarks>
/// Strict: an unknown variable, member or filter is an error. Nothing is encoded, numbers are culture-invariant,
/// there is neither clock nor chance, no other file can be included, and the loops of a template are bounded together.
/// </remarks>
public sealed partial class LiquidTemplateRenderer : ITemplateRenderer
{
    private const int MostIterations = 100_000;
    private const string Source = "template";

    private readonly ConcurrentDictionary<string, Template> _templates = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    /// <exception cref="TesseraException">The template is malformed (TESS6101) or cannot be rendered with these variables (TESS6102).</exception>
    public string Render(string template, IReadOnlyDictionary<string, object?> variables)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(variables);
        var parsed = _templates.GetOrAdd(template, Parse);
        var globals = new ScriptObject();
        foreach (var (name, value) in variables) globals.SetValue(name, value, readOnly: true);
        var context = new LiquidTemplateContext
        {
            StrictVariables = true,
            EnableRelaxedMemberAccess = false,
            EnableRelaxedIndexerAccess = false,
            EnableRelaxedTargetAccess = false,
            LoopLimit = MostIterations,
            // The engine would otherwise cut long contexts silently.
            LimitToString = 0,
            OutputLimit = 0,
        };
        RemoveClockAndChance(context);
        context.PushCulture(CultureInfo.InvariantCulture);
        context.PushGlobal(globals);
        try
        {
            return parsed.Render(context);
        }
        catch (ScriptRuntimeException failure)
        {
            throw Unrenderable(failure, variables.Keys);
        }
    }

    private static Template Parse(string template)
    {
        var parsed = Template.ParseLiquid(template, Source);
        return parsed.HasErrors
            ? throw new TesseraException([.. parsed.Messages
                .Where(message => message.Type == ParserMessageType.Error)
                .Select(message => Diagnostic.Error("TESS6101", $"The template is malformed: {Sentence(message.Message)}", PlaceOf(message.Span), "Templates are Liquid: {{ variable }}, {% if %}, {% for %}."))])
            : parsed;
    }

    private static TesseraException Unrenderable(ScriptRuntimeException failure, IEnumerable<string> known)
    {
        var name = NotFound().Match(failure.OriginalMessage);
        var remedy = name.Success ? NearestName.Suggest(name.Groups[1].Value, known) : $"Use members that exist; loops may take {MostIterations} rounds in all.";
        return new TesseraException(Diagnostic.Error("TESS6102", $"The template cannot be rendered: {Sentence(failure.OriginalMessage)}", PlaceOf(failure.Span), remedy), failure);
    }

    private static void RemoveClockAndChance(LiquidTemplateContext context)
    {
        foreach (var name in new[] { "date", "math" }) context.BuiltinObject.Remove(name);
    }

    private static SourceLocation PlaceOf(SourceSpan span) => new(Source, Math.Max(0, span.Start.Line) + 1, Math.Max(0, span.Start.Column) + 1);

    private static string Sentence(string message) => message.ReplaceLineEndings(" ").Trim().TrimEnd('.') + ".";

    [GeneratedRegex("function `([^`]*)` was not found")]
    private static partial Regex NotFound();
}
