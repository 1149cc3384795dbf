using System.ComponentModel.DataAnnotations;
using System.Composition;
using System.Text.Json.Nodes;
using Tessera.Adapters.Fitting;
using Tessera.Adapters.Routing;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Steps;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Steps;

/// <summary>Options of <c>step/compare-routers</c>.</summary>
public sealed class CompareRoutersOptions
{
    /// <summary>The experts of one linear map.</summary>
    public required IExpertLibrary Library { get; set; }

    /// <summary>A safetensors file with the base map and what each task observed; the test observations count.</summary>
    [InputPath]
    public required string Tasks { get; set; }

    /// <summary>The routers to compare.</summary>
    [MinLength(1)]
    public required IReadOnlyList<Part<IRouter>> Routers { get; set; }
}

/// <summary>How well one way of using the experts does.</summary>
/// <param name="Name">The router's name; <c>base</c> without experts, <c>own-expert</c> with each task's own one.</param>
/// <param name="Error">The mean over tasks of <paramref name="PerTask"/>.</param>
/// <param name="PerTask">For each task, the squared error on test observations, divided by the base map's.</param>
public sealed record RoutingMethod(string Name, double Error, IReadOnlyDictionary<string, double> PerTask);

/// <summary>What <c>step/compare-routers</c> hands over.</summary>
/// <param name="Methods">The methods in the order of the options, between the base map and each task's own expert.</param>
/// <param name="Best">The router with the least error.</param>
public sealed record RouterComparison(IReadOnlyList<RoutingMethod> Methods, string Best);

[Step("compare-routers", Description = "Compares routers on the test observations of a linear map's tasks.", Options = typeof(CompareRoutersOptions), Deterministic = true)]
[method: ImportingConstructor]
internal sealed class CompareRoutersStep(CompareRoutersOptions options) : IPipelineStep<RouterComparison>
{
    private const string OwnExpert = "own-expert";

    public async Task<RouterComparison> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        if (options.Library.Maps.Count != 1)
            throw new TesseraException(Diagnostic.Error("TESS5022", $"The experts adapt {options.Library.Maps.Count} linear maps; the comparison is of one.", remedy: "Compare a library of one map."));
        using var tasks = RegressionTasks.Open(options.Tasks);
        var map = options.Library.Maps[0];
        if (map.InputSize != tasks.InputSize || map.OutputSize != tasks.OutputSize)
            throw new TesseraException(Diagnostic.Error(
                "TESS5025", $"The experts adapt a map from {map.InputSize} to {map.OutputSize}, and the tasks are of one from {tasks.InputSize} to {tasks.OutputSize}.",
                new SourceLocation(options.Tasks), "Compare routers on the tasks of the experts' own map."));
        var methods = new List<RoutingMethod> { Summarise("base", tasks.Names.ToDictionary(task => task, _ => 1.0)) };
        foreach (var part in options.Routers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            context.ReportProgress((double)methods.Count / (options.Routers.Count + 2), part.Name);
            await using var router = part.Create();
            var name = UniqueName(part.Name.Split('/')[^1], [.. methods.Select(method => method.Name), OwnExpert]);
            using var routed = RoutedExperts.Prepare(router.Value, options.Library, tasks.Names, context.Seed.Derive(name));
            // Whoever routes does not know the task: that is the point of routing.
            methods.Add(Evaluate(name, tasks, (task, hidden) => routed.Groups[0].Apply(new RoutingInput { Hidden = hidden, Seed = context.Seed.Derive(task) })[0]));
        }

        var best = methods.Skip(1).MinBy(method => method.Error)!.Name;
        using (var bank = ExpertBank.Read(options.Library, 0))
        using (var experts = new RoutedMap(bank))
            methods.Add(Evaluate(OwnExpert, tasks, (task, hidden) => ApplyOwnExpert(experts, bank, task, hidden)));
        foreach (var method in methods) context.RecordMetric($"error.{method.Name}", method.Error);
        context.AddFinding(new Table
        {
            Title = "Routers on test observations",
            Caption = "Squared error, divided by that of the base map without experts; less is better.",
            Columns = ["method", "error", "worst task", "its error"],
            Rows = [.. methods.Select(Row)],
        });
        return new RouterComparison(methods, best);
    }

    private static torch.Tensor ApplyOwnExpert(RoutedMap map, ExpertBank bank, string task, torch.Tensor hidden)
    {
        var own = bank.Names.ToList().IndexOf(task);
        if (own < 0) return torch.zeros(hidden.shape[0], bank.Map.OutputSize, hidden.dtype);
        using var one = torch.zeros(1, bank.Count, hidden.dtype);
        one[0, own] = torch.tensor(1.0, hidden.dtype);
        using var weights = RoutingWeights.Dense(RoutingGranularity.Constant, one.clone());
        return map.Apply(new RoutingInput { Hidden = hidden }, weights, ExpertMixing.Outputs);
    }

    private static RoutingMethod Evaluate(string name, RegressionTasks tasks, Func<string, torch.Tensor, torch.Tensor> predict)
    {
        var errors = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var task in tasks.Names)
        {
            using var scope = torch.NewDisposeScope();
            var observed = tasks.Read(task, test: true);
            if (observed.IsExplained)
                throw new TesseraException(Diagnostic.Error("TESS5024", $"The base map does the test observations of '{task}' without error; nothing can be better.", remedy: "Leave the task out."));
            var residual = observed.Residual.to_type(torch.ScalarType.Float64);
            var rest = (residual - predict(task, observed.Input)).Squared().sum().Number();
            if (!double.IsFinite(rest))
                throw new TesseraException(Diagnostic.Error("TESS5023", $"What {name} gives for the task '{task}' is not finite.", remedy: "Look for NaN or infinity in the weights of the router, and in experts that are very large."));
            errors[task] = rest / residual.Squared().sum().Number();
        }

        return Summarise(name, errors);
    }

    private static RoutingMethod Summarise(string name, Dictionary<string, double> errors) => new(name, errors.Values.Average(), errors);

    private static string UniqueName(string name, IReadOnlyList<string> taken)
    {
        var same = taken.Count(other => other == name || other.StartsWith(name + " #", StringComparison.Ordinal));
        return same == 0 ? name : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} #{same + 1}");
    }

    private static IReadOnlyList<JsonNode?> Row(RoutingMethod method)
    {
        var (task, error) = method.PerTask.MaxBy(pair => pair.Value);
        return [method.Name, method.Error, method.Name == "base" ? "-" : task, error];
    }
}
