using System.Composition;
using Tessera.Adapters.Evaluation;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Steps;

namespace Tessera.Adapters.Steps;

[Step("pool-evaluations", Description = "Pools evaluations of the same methods with other held-out tasks or other seeds.", Options = typeof(PoolEvaluationsOptions), Deterministic = true)]
[method: ImportingConstructor]
internal sealed class PoolEvaluationsStep(PoolEvaluationsOptions options) : IPipelineStep<ComparedMethods>
{
    public Task<ComparedMethods> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<EvaluatedChoice> choices = [.. options.Evaluations.SelectMany(evaluation => evaluation.Choices)];
        RefuseDifferentMethods(choices);
        context.ReportProgress(null, $"pooling {choices.Count} evaluations");
        var compared = MethodStatistics.Of(choices, options.Resamples, context.Seed.Derive("intervals"), cancellationToken);
        MethodReport.Tell(compared, context, options.InSummary);
        return Task.FromResult(compared);
    }

    private static void RefuseDifferentMethods(IReadOnlyList<EvaluatedChoice> choices)
    {
        foreach (var choice in choices)
        {
            var (missing, more) = (choices[0].Examples.Keys.Except(choice.Examples.Keys).ToList(), choice.Examples.Keys.Except(choices[0].Examples.Keys).ToList());
            if (missing.Count + more.Count > 0)
                throw new TesseraException(Diagnostic.Error(
                    "TESS5535", $"The evaluations '{choices[0].Name}' and '{choice.Name}' are not of the same methods: only one of them has {string.Join(", ", missing.Concat(more).Select(name => $"'{name}'"))}.",
                    remedy: "Pool evaluations of the same methods under the same names."));
        }

        if (choices.GroupBy(choice => choice.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new TesseraException(Diagnostic.Error("TESS5537", $"The evaluation '{twice.Key}' is pooled with itself.", remedy: "Name each evaluation once: the same examples twice tell nothing more."));
    }
}
