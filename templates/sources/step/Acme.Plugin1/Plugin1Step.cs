using System.Composition;
using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Steps;

namespace Acme.Plugin1;

/// <summary>Counts the words of a file.</summary>
/// <param name="options">Which file.</param>
[Step("plugin-1", Description = "Counts the words of a file.", Options = typeof(Plugin1Options), Deterministic = true)]
[method: ImportingConstructor]
public sealed class Plugin1Step(Plugin1Options options) : IPipelineStep<Plugin1Output>
{
    /// <inheritdoc/>
    public async Task<Plugin1Output> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        // The id is yours: whoever reads the message looks it up in your documents.
        if (!File.Exists(options.File))
            throw new TesseraException(Diagnostic.Error("ACME0001", $"There is no file {options.File}.", remedy: "Name a file that exists."));
        context.ReportProgress(null, "counting");
        var text = await File.ReadAllTextAsync(options.File, cancellationToken);
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var counts = words.CountBy(word => word.ToLowerInvariant()).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        context.RecordMetric("words", words.Length);
        // A finding is shown in the terminal, in the summary, and in the report.
        context.AddFinding(new Table { Title = "Words", Columns = ["word", "times"], Rows = [.. counts.Take(options.Most).Select(pair => (IReadOnlyList<JsonNode?>)[pair.Key, pair.Value])] });
        return new Plugin1Output(words.Length, counts.Count);
    }
}
