using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Evaluation;

/// <summary>Asks one method after another the same questions.</summary>
/// <param name="tasks">What is asked.</param>
internal sealed class MethodJudge(IReadOnlyList<AskedTask> tasks)
{
    // Together, so that batches are full; not all at once, so that progress is seen.
    private const int TasksAtOnce = 8;

    /// <summary>Asks a method.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="examinee">The model, adapted by it.</param>
    /// <param name="progress">Told which share of the questions is answered.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The value of each example, by task.</returns>
    /// <exception cref="TesseraException">TESS5533: what the method gives is not a number.</exception>
    public IReadOnlyDictionary<string, double[]> Ask(string method, Examinee examinee, Action<double> progress, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var some in tasks.GroupBy(task => task.Metric).SelectMany(same => same.Chunk(TasksAtOnce)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var measured = some[0].Metric.Measure(examinee, [.. some.SelectMany(task => task.Questions)], cancellationToken);
            var next = 0;
            foreach (var task in some)
            {
                values[task.Name] = [.. measured.Skip(next).Take(task.Questions.Count)];
                next += task.Questions.Count;
                if (values[task.Name].Any(double.IsNaN))
                    throw new TesseraException(Diagnostic.Error(
                        "TESS5533", $"What the method '{method}' gives for the task '{task.Name}' are no numbers.", remedy: "Look for NaN or infinity in the weights of the router, and in experts that are very large, as after a training that diverged."));
            }

            progress((double)values.Count / tasks.Count);
        }

        return values;
    }
}
