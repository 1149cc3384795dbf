using System.Text.Json;
using Tessera.Adapters.Evaluation;
using Tessera.Sdk.Steps;

namespace Tessera.Adapters.Steps;

/// <summary>Tells a run of a comparison: metrics, findings, and the list <c>methods</c> of the summary.</summary>
internal static class MethodReport
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    public static void Tell(ComparedMethods compared, IStepContext context, bool inSummary)
    {
        foreach (var method in compared.Methods)
        {
            if (method.HeldOut is { } heldOut) context.RecordMetric($"heldOut.{method.Name}", heldOut.Mean);
            if (method.Training is { } training) context.RecordMetric($"training.{method.Name}", training.Mean);
            if (inSummary) context.Summarise("methods", JsonSerializer.SerializeToNode(method, _json)!);
        }

        foreach (var finding in MethodFindings.Of(compared)) context.AddFinding(finding);
    }
}
