using System.Text.Json.Nodes;
using Tessera.Hosting;
using Tessera.Pipelines.Loading;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Running;

/// <summary>Looks for the files and folders that earlier steps name, when the step that reads them is about to run.</summary>
/// <param name="before">The results of the steps that it depends on.</param>
/// <param name="outputs">Their outputs.</param>
/// <param name="folder">Where relative paths begin.</param>
internal sealed class NamedInputs(IReadOnlyDictionary<string, StepResult> before, StepOutputs outputs, string folder)
{
    private readonly List<string> _paths = [];
    private readonly List<Diagnostic> _problems = [];

    /// <summary>Puts paths in the places of references, as if they had been written there: their content is part of the step's key.</summary>
    /// <exception cref="TesseraException">TESS4013: something that is named does not exist.</exception>
    public PipelineStep FindFor(PipelineStep step)
    {
        var options = (JsonObject)Find(step.Options)!;
        return _problems.Count > 0 ? throw new TesseraException(_problems)
            : _paths.Count > 0 ? step.With(options, _paths)
            : step;
    }

    private JsonNode? Find(JsonNode? node)
    {
        if (OptionMarkers.InputOf(node) is var (marker, written, place))
        {
            return ValueOf(marker) switch
            {
                JsonArray list => new JsonArray([.. list.Select(item => PathOf(item, written, place))]),
                var value => PathOf(value, written, place),
            };
        }

        return node switch
        {
            JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Find(pair.Value)))),
            JsonArray list => new JsonArray([.. list.Select(Find)]),
            _ => node?.DeepClone(),
        };
    }

    private JsonObject? PathOf(JsonNode? value, string written, SourceLocation place)
    {
        // Whether nothing will do is for the options to say.
        if (value is null) return null;
        if (value is not JsonValue scalar || !scalar.TryGetValue<string>(out var text) || text.Length == 0 || text.Contains('\0', StringComparison.Ordinal))
            return Fail(value.ToJsonString(), "which is no path", "Mend the step that hands it over.");
        var path = Path.GetFullPath(text, folder);
        if (!Path.Exists(path)) return Fail($"'{text}'", "and there is no such file or folder", $"It was looked for at {path}.");
        if (RegularFile.IsSpecial(path)) return Fail($"'{text}'", "which is a pipe, a socket or a device", "Mend the step that hands it over.");
        _paths.Add(path);
        return OptionMarkers.ForPath(path);

        JsonObject? Fail(string shown, string fault, string remedy)
        {
            _problems.Add(Diagnostic.Error("TESS4013", $"{written} gives {shown}, {fault}.", place, remedy));
            return null;
        }
    }

    private JsonNode? ValueOf(JsonNode marker) =>
        OptionMarkers.PropertyOf(marker) is var (step, property) ? before[step].Output is JsonObject known ? known[property] : outputs.Get(step, property)
        : OptionMarkers.TextOf(marker) is { } segments ? JsonValue.Create(string.Concat(segments.Select(segment => ValueOf(segment!) is JsonValue value ? value.TryGetValue<string>(out var text) ? text : value.ToJsonString() : "")))
        : marker;
}
