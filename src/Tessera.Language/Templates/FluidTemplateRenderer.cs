using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Fluid;
using Fluid.Values;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Templates;

/// <summary>Renders Liquid templates, which share variables, conditions, loops, filters and whitespace control with Jinja.</summary>
/// <remarks>
/// Strict: an unknown variable or filter is an error. Nothing is encoded, numbers and dates are culture-invariant,
/// the clock stands still, no other file can be included, and the work is bounded.
/// </remarks>
public sealed partial class FluidTemplateRenderer : ITemplateRenderer
{
    private const int MostSteps = 1_000_000;

    private static readonly FluidParser Parser = new();

    private readonly ConcurrentDictionary<string, IFluidTemplate> _templates = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Render(string template, IReadOnlyDictionary<string, object?> variables)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(variables);
        var parsed = _templates.GetOrAdd(template, Parse);
        var unknown = new List<string>();
        var options = new TemplateOptions
        {
            CultureInfo = CultureInfo.InvariantCulture,
            TimeZone = TimeZoneInfo.Utc,
            Now = () => DateTimeOffset.UnixEpoch,
            MaxSteps = MostSteps,
            StrictFilters = true,
            Undefined = name =>
            {
                unknown.Add(name);
                return ValueTask.FromResult<FluidValue>(NilValue.Instance);
            },
        };
        var context = new TemplateContext(options);
        foreach (var (name, value) in variables) context.SetValue(name, FluidValue.Create(value, options));
        var text = Render(parsed, template, context);
        return unknown.Count == 0 ? text : throw Unknown(template, unknown, variables.Keys);
    }

    private static IFluidTemplate Parse(string template)
    {
        if (Parser.TryParse(template, out var parsed, out var error)) return parsed;
        var place = Position().Match(error);
        throw new TesseraException(Diagnostic.Error(
            "TESS6101",
            $"The template is malformed: {error.ReplaceLineEndings(" ").TrimEnd('.')}.",
            place.Success
                ? new SourceLocation("template", int.Parse(place.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(place.Groups[2].Value, CultureInfo.InvariantCulture))
                : null,
            "Templates are Liquid: {{ variable }}, {% if %}, {% for %}."));
    }

    private static string Render(IFluidTemplate parsed, string template, TemplateContext context)
    {
        try
        {
            return parsed.Render(context, NullEncoder.Default);
        }
        catch (Exception failure) when (failure is FluidException or InvalidOperationException or ArgumentException or FormatException or ArithmeticException)
        {
            var filter = Quoted().Match(failure.Message);
            throw new TesseraException(
                Diagnostic.Error(
                    "TESS6103",
                    $"The template cannot be rendered: {failure.Message.TrimEnd('.')}.",
                    filter.Success ? PlaceOf(template, filter.Groups[1].Value) : null,
                    $"Use filters that exist, on values they are made for; loops may take {MostSteps} steps in all."),
                failure);
        }
    }

    private static TesseraException Unknown(string template, List<string> names, IEnumerable<string> known) => new(
        [.. names.Distinct(StringComparer.Ordinal).Select(name => Diagnostic.Error(
            "TESS6102", $"The template names '{name}', which does not exist.", PlaceOf(template, name), NearestName.Suggest(name, known)))]);

    // The parser keeps no places of names: the first place inside a tag where the name stands as a word is the one meant.
    private static SourceLocation? PlaceOf(string template, string name)
    {
        foreach (Match tag in Tag().Matches(template))
        {
            var inside = Regex.Match(tag.Value, $@"(?<![\w.]){Regex.Escape(name)}(?!\w)");
            if (!inside.Success) continue;
            var before = template[..(tag.Index + inside.Index)];
            return new SourceLocation("template", before.Count(character => character == '\n') + 1, before.Length - before.LastIndexOf('\n'));
        }

        return null;
    }

    [GeneratedRegex(@"\((\d+):(\d+)\)")]
    private static partial Regex Position();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\{\{.*?\}\}|\{%.*?%\}", RegexOptions.Singleline)]
    private static partial Regex Tag();
}
