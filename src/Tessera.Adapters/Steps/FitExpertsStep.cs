using System.ComponentModel.DataAnnotations;
using System.Composition;
using Tessera.Adapters.Fitting;
using Tessera.Adapters.Library;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Steps;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Steps;

/// <summary>Options of <c>step/fit-experts</c>.</summary>
public sealed class FitExpertsOptions
{
    /// <summary>A safetensors file with the base map and what each task observed.</summary>
    [InputPath]
    public required string Tasks { get; set; }

    /// <summary>The rank of each expert.</summary>
    /// <value>The default value is 4.</value>
    [Range(1, 1024)]
    public int Rank { get; set; } = 4;

    /// <summary>How strongly large weights are held back, as a share of the number of observations.</summary>
    /// <value>The default value is 0.001.</value>
    [Range(0.0, 1e6)]
    public double Ridge { get; set; } = 0.001;
}

/// <summary>Fits one LoRA expert to each task of a linear map, in closed form.</summary>
[Step("fit-experts", Description = "Fits a LoRA expert to each task of a linear map.", Options = typeof(FitExpertsOptions), Deterministic = true)]
[method: ImportingConstructor]
internal sealed class FitExpertsStep(FitExpertsOptions options) : IPipelineStep<ExpertLibrary>
{
    private const string MapName = "map";

    public Task<ExpertLibrary> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(context.Folder, "library");
        using var tasks = RegressionTasks.Open(options.Tasks);
        var library = LibraryFolder.At(folder);
        for (var i = 0; i < tasks.Names.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            context.ReportProgress((double)i / tasks.Names.Count, $"fitting {tasks.Names[i]}");
            using var scope = torch.NewDisposeScope();
            var observed = tasks.Read(tasks.Names[i], test: false);
            var factors = ReducedRankRegression.Fit(observed.Input, observed.Residual, options.Rank, options.Ridge);
            library.Put(new ExpertDraft
            {
                Name = tasks.Names[i],
                Factors = new Dictionary<string, LoraFactors> { [MapName] = factors },
                Record = new ExpertRecord { Task = tasks.Names[i] },
                TaskType = null,
            });
        }

        context.RecordMetric("experts", tasks.Names.Count);
        return Task.FromResult(ExpertLibrary.Open(folder));
    }
}
