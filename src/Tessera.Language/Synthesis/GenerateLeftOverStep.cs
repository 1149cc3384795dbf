using System.Composition;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tessera.Language.Optimization;
using Tessera.Language.Templates;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Steps;

namespace Tessera.Language.Synthesis;

/// <summary>What <c>step/generate-left-over</c> hands over.</summary>
/// <param name="Text">The file of the documents to learn, one <c>{"prompt": "...", "text": "..."}</c> a line.</param>
/// <param name="HeldOut">The file of the documents that are held out.</param>
public sealed record GeneratedDocuments(string Text, string HeldOut);

/// <summary>Writes how people answer whether the number of fruits left over is even, more or less carefully as they are told: what a small model learns to follow instructions from.</summary>
/// <param name="options">How much is written.</param>
[Step("generate-left-over", Description = "Writes questions with a hidden step, and how they are answered under instructions, for a small model to learn from.", Options = typeof(GenerateLeftOverOptions), Deterministic = true)]
[method: ImportingConstructor]
internal sealed class GenerateLeftOverStep(GenerateLeftOverOptions options) : IPipelineStep<GeneratedDocuments>
{
    private static readonly JsonSerializerOptions _written = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<GeneratedDocuments> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        var documents = new GeneratedDocuments(Path.Combine(context.Folder, "documents.jsonl"), Path.Combine(context.Folder, "held-out.jsonl"));
        var without = options.Without is null ? [] : (await ExampleFile.ReadAsync(options.Without, [], cancellationToken).ConfigureAwait(false)).Select(example => example.Input).ToHashSet(StringComparer.Ordinal);
        await WriteAsync(documents.Text, options.Documents, without, context.Seed.Derive("documents"), cancellationToken).ConfigureAwait(false);
        await WriteAsync(documents.HeldOut, options.HeldOut, without, context.Seed.Derive("held out"), cancellationToken).ConfigureAwait(false);
        context.RecordMetric("documents", options.Documents);
        return documents;
    }

    private static async Task WriteAsync(string path, int count, HashSet<string> without, Seed seed, CancellationToken cancellationToken)
    {
        var (writer, random) = (new LeftOverWriter(new LiquidTemplateRenderer()), seed.CreateRandom());
        await using var file = new StreamWriter(path) { NewLine = "\n" };
        for (var written = 0; written < count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var question = LeftOverQuestion.Draw(random);
            if (without.Contains(question.Text)) continue;
            await file.WriteLineAsync(JsonSerializer.Serialize(writer.Write(question, random), _written)).ConfigureAwait(false);
            written++;
        }
    }
}
