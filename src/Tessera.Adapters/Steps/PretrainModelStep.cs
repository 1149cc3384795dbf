using System.Composition;
using System.Globalization;
using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Tokenizers;
using Tessera.Adapters.Pretraining;
using Tessera.Adapters.Training;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Losses;
using Tessera.Adapters.Training.Optimisation;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Steps;
using Tessera.Sdk.Tensors.Native;

namespace Tessera.Adapters.Steps;

/// <summary>Trains all weights of a small Llama on a text, and its tokenizer before.</summary>
/// <remarks>An interrupted step goes on from its last checkpoint, and ends with the same bytes.</remarks>
[Step("pretrain-model", Description = "Trains a small Llama and its tokenizer on a text, from the beginning.", Options = typeof(PretrainModelOptions), Deterministic = true)]
[method: ImportingConstructor]
internal sealed class PretrainModelStep(PretrainModelOptions options, TimeProvider time) : IPipelineStep<LanguageModelFolder>, IResumableStep
{
    public Task<LanguageModelFolder> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        Libtorch.EnsureLoaded();
        RefuseUnfitSizes();
        var (folder, checkpoint) = (Directory.CreateDirectory(Path.Combine(context.Folder, "model")).FullName, Path.Combine(context.Folder, "checkpoint.safetensors"));
        var (texts, heldOut) = (ReadTexts(options.Text), ReadTexts(options.HeldOut));
        context.ReportProgress(0, "finding the tokenizer's pieces");
        var vocabulary = TokenizerWriter.Write(folder, BytePairTraining.FindMerges([.. texts.Select(text => text.Whole)], options.Vocabulary));
        using (var model = NewModel.Begin(folder, SizesWith(vocabulary), context.Seed.Derive("weights")))
        {
            context.RecordMetric("parameters", model.ParameterCount);
            context.AddFinding(Learn(model, Pack(folder, texts, context), context, checkpoint, cancellationToken));
            model.Write();
        }

        // What others will open is judged, rounded as it is stored.
        var written = LanguageModelFolder.Open(folder);
        context.RecordMetric("perplexity", Perplexity.Of(written, heldOut, cancellationToken));
        context.RecordMetric("bytes", Directory.EnumerateFiles(folder).Sum(file => new FileInfo(file).Length));
        File.Delete(checkpoint);
        return Task.FromResult(written);
    }

    private ShuffledExamples Pack(string folder, List<Document> texts, IStepContext context)
    {
        var pieces = PackedText.Pack(TokenizerFiles.OpenNew(folder), texts, options.Context);
        context.RecordMetric("textTokens", pieces.Sum(piece => piece.Text.Tokens.Count - 1.0));
        return pieces.Count > 0
            ? new ShuffledExamples(pieces, options.Batch, context.Seed.Derive("order"))
            : throw new TesseraException(Diagnostic.Error("TESS5570", $"The text has fewer than {options.Context} tokens, and a step learns sequences of that length.", new SourceLocation(options.Text), "Give more text, or a smaller context."));
    }

    private Series Learn(NewModel model, IExampleStream examples, IStepContext context, string checkpoint, CancellationToken cancellationToken)
    {
        var training = new TrainingOptions
        {
            Schedule = new LearningSchedule(ScheduleShape.Cosine, options.Steps, options.WarmUp),
            LearningRate = options.LearningRate,
            Optimiser = new AdamWOptions { WeightDecay = options.WeightDecay, ClipNorm = options.Clip, Beta2 = 0.95 },
            CheckpointEvery = options.CheckpointEvery,
        };
        var watch = new TrainingWatch(context, time, options.Steps);
        var losses = new Trainer(model.Model, new LanguageModellingLoss(), training)
            .Run(model.Trained, examples, context.Seed.Derive("training"), new TrainingCheckpoint(checkpoint, context.Seed.ToString()), step => watch.Tell(0, step), cancellationToken);
        // A run that was interrupted after the last step has no speed.
        if (watch.Done > 0) context.RecordMetric("tokensPerSecond", Math.Round((double)watch.Done * options.Batch * options.Context / watch.Elapsed.TotalSeconds));
        var curves = new TrainingCurves([context.StepName], [[.. losses.Select(step => step[0])]]);
        context.RecordMetric("finalLoss", curves.Final[0]);
        return curves.Series;
    }

    private ModelSizes SizesWith(int vocabulary) => new()
    {
        Vocabulary = vocabulary, Layers = options.Layers, Width = options.Width, Heads = options.Heads, Inner = options.Inner, Context = options.Context,
    };

    private void RefuseUnfitSizes()
    {
        if (options.Width % (2 * options.Heads) != 0)
            throw new TesseraException(Diagnostic.Error("TESS5571", string.Create(CultureInfo.InvariantCulture, $"The width {options.Width} is not a multiple of twice the {options.Heads} heads."), remedy: "Heads are equally wide, and positions turn the numbers of a head in pairs."));
    }

    private static List<Document> ReadTexts(string path) => Documents.Read(path) is { Count: > 0 } texts
        ? texts
        : throw new TesseraException(Diagnostic.Error("TESS5572", "There is no text in the file.", new SourceLocation(path), "Write one document a line."));
}
