using System.ComponentModel.DataAnnotations;
using System.Composition;
using Tessera.Adapters.Library;
using Tessera.Adapters.Library.Torch;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Steps;
using TorchSharp;

namespace Tessera.Adapters.Steps;

/// <summary>Options of <c>step/import-experts</c>.</summary>
public sealed class ImportExpertsOptions
{
    /// <summary>A checkpoint of MTTL (<c>.ckpt</c>), or a folder of them. Each becomes an expert that is named as its file.</summary>
    [InputPath]
    public required string Path { get; set; }

    /// <summary>The alpha that the experts were trained with: scalings are alpha / rank. The files do not say it.</summary>
    /// <value>The default value is 16, as in MTTL.</value>
    [Range(0.0, 1e6)]
    public double Alpha { get; set; } = 16;

    /// <summary>The name of the base model, which the files do not say; null where it is not known.</summary>
    public string? BaseModel { get; set; }

    /// <summary>What the names of maps begin with in the files and not in the base model, such as <c>model.</c> where a module wraps it.</summary>
    /// <value>By default names are kept.</value>
    public string RemovePrefix { get; set; } = "";
}

[Step("import-experts", Description = "Reads experts of MTTL into a library of PEFT adapters.", Options = typeof(ImportExpertsOptions), Deterministic = true)]
[method: ImportingConstructor]
internal sealed class ImportExpertsStep(ImportExpertsOptions options) : IPipelineStep<ExpertLibrary>
{
    private const string Extension = ".ckpt";

    public Task<ExpertLibrary> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        var files = File.Exists(options.Path) ? [options.Path] : Directory.GetFiles(options.Path, "*" + Extension).Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0)
            throw new TesseraException(Diagnostic.Error("TESS5312", "There are no checkpoints in the folder.", new SourceLocation(options.Path), $"Name a file of MTTL that ends in {Extension}, or the folder that holds them."));
        var folder = Path.Combine(context.Folder, "library");
        var library = LibraryFolder.At(folder);
        foreach (var (index, file) in files.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = Path.GetFileNameWithoutExtension(file);
            context.ReportProgress((double)index / files.Count, $"reading {name}");
            using var scope = torch.NewDisposeScope();
            library.Put(new ExpertDraft
            {
                Name = name,
                Factors = MttlExpert.Read(file, options.Alpha).ToDictionary(pair => NameOf(pair.Key), pair => pair.Value, StringComparer.Ordinal),
                Record = new ExpertRecord { Task = name, BaseModel = options.BaseModel },
            });
        }

        context.RecordMetric("experts", files.Count);
        return Task.FromResult(ExpertLibrary.Open(folder));
    }

    private string NameOf(string map) => map.StartsWith(options.RemovePrefix, StringComparison.Ordinal) && map.Length > options.RemovePrefix.Length ? map[options.RemovePrefix.Length..] : map;
}
