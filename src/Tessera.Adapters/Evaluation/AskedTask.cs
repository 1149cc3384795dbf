using Tessera.Adapters.Evaluation.Metrics;

namespace Tessera.Adapters.Evaluation;

/// <summary>A task that methods are asked.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Metric">By what it is judged.</param>
/// <param name="Questions">The examples that are asked.</param>
internal sealed record AskedTask(string Name, IMetric Metric, IReadOnlyList<Question> Questions);
