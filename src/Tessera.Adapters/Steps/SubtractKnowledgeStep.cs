using System.ComponentModel.DataAnnotations;
using System.Composition;
using Tessera.Adapters.Library;
using Tessera.Adapters.Merging;
using Tessera.Sdk.Steps;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Steps;

/// <summary>Options of <c>step/subtract-knowledge</c>.</summary>
public sealed class SubtractKnowledgeOptions
{
    /// <summary>The experts.</summary>
    public required IExpertLibrary Library { get; set; }

    /// <summary>Experts of general knowledge of the same base model; their mean ΔW is subtracted from each expert's.</summary>
    public required IExpertLibrary General { get; set; }

    /// <summary>The rank to which the results are truncated, as well as can be; 0 for exact results, whose rank is that of the expert and of all general ones together.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, 65536)]
    public int Rank { get; set; }
}

[Step("subtract-knowledge", Description = "Makes a library whose experts are without what general experts have in common.", Options = typeof(SubtractKnowledgeOptions), Deterministic = true)]
[method: ImportingConstructor]
internal sealed class SubtractKnowledgeStep(SubtractKnowledgeOptions options) : IPipelineStep<ExpertLibrary>
{
    public Task<ExpertLibrary> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(context.Folder, "library");
        var library = LibraryFolder.At(folder);
        var general = string.Join(',', options.General.Experts.Select(expert => expert.Name));
        foreach (var (index, expert) in options.Library.Experts.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            context.ReportProgress((double)index / options.Library.Experts.Count, expert.Name);
            using var scope = torch.NewDisposeScope();
            library.Put(new ExpertDraft { Name = expert.Name, Factors = KnowledgeSubtraction.Subtract(options.Library, index, options.General, options.Rank), Record = Describe(expert, general) });
        }

        context.RecordMetric("experts", options.Library.Experts.Count);
        return Task.FromResult(ExpertLibrary.Open(folder));
    }

    private static ExpertRecord Describe(ExpertInfo expert, string general) => new()
    {
        Task = expert.Metadata.GetValueOrDefault(ExpertKeys.Task),
        BaseModel = expert.Metadata.GetValueOrDefault(ExpertKeys.BaseModel),
        Parents = [expert.Name],
        Metadata = new Dictionary<string, string> { [ExpertKeys.Subtracted] = general },
    };
}
