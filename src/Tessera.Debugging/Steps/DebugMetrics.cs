using Tessera.Debugging.Episodes;
using Tessera.Sdk.Language;
using Tessera.Sdk.Steps;

namespace Tessera.Debugging.Steps;

/// <summary>The numbers of episodes, for a run's summary.</summary>
internal static class DebugMetrics
{
    /// <summary>Records the numbers of one episode.</summary>
    public static void Record(IStepContext context, EpisodeResult result)
    {
        context.RecordMetric("steps", result.Steps);
        context.RecordMetric("passed", result.PassedAfter ? 1 : 0);
        if (result.TestsBefore is { } testsBefore) context.RecordMetric("testsPassedBefore", testsBefore.Passed);
        if (result.TestsAfter is { } testsAfter) context.RecordMetric("testsPassedAfter", testsAfter.Passed);
        Record(context, result.Usage);
    }

    /// <summary>Records what language models cost, where they were asked.</summary>
    public static void Record(IStepContext context, Usage usage)
    {
        if (usage == default) return;
        context.RecordMetric("inputTokens", usage.InputTokens);
        context.RecordMetric("cachedInputTokens", usage.CachedInputTokens);
        context.RecordMetric("outputTokens", usage.OutputTokens);
        context.RecordMetric("cost", (double)usage.Cost);
    }
}
