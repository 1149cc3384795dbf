using System.Composition;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Routers.Task;

/// <summary>Sends each example to the expert of its task: the oracle, which knows what other routers have to guess.</summary>
[Router("task", Description = "Sends each example to the expert of its task.", Options = typeof(TaskOptions))]
[method: ImportingConstructor]
internal sealed class TaskRouter(TaskOptions options) : IRouter
{
    /// <inheritdoc/>
    public ExpertMixing Mixing => ExpertMixing.Outputs;

    /// <inheritdoc/>
    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context)
    {
        var names = banks[0].Names;
        var otherwise = options.Default is null ? -1 : names.ToList().IndexOf(options.Default);
        if (options.Default is { } wanted && otherwise < 0)
            throw new TesseraException(Diagnostic.Error("TESS5404", $"There is no expert '{wanted}' among the {names.Count}.", remedy: "Set default to the name of an expert of the library, or leave it out."));
        return new TaskRouting([.. context.Tasks.Select(task => Find(task, names, context.Experts) is >= 0 and var own ? own : otherwise)], otherwise, names.Count);
    }

    private int Find(string task, IReadOnlyList<string> names, IReadOnlyList<ExpertInfo> experts)
    {
        for (var expert = 0; expert < experts.Count; expert++)
        {
            if (experts[expert].Metadata.TryGetValue(options.Metadata, out var tasks) && tasks.Split(',', StringSplitOptions.TrimEntries).Contains(task, StringComparer.Ordinal)) return expert;
        }

        return names.ToList().IndexOf(task);
    }
}
