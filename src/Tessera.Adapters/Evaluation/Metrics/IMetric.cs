namespace Tessera.Adapters.Evaluation.Metrics;

/// <summary>Judges what a model makes of examples, one by one.</summary>
internal interface IMetric
{
    /// <summary>What it is called in tables.</summary>
    string Name { get; }

    /// <summary>Asks a model and judges it.</summary>
    /// <param name="examinee">The model, with what it is adapted by.</param>
    /// <param name="questions">The examples, of any number of tasks.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>A value from 0 to 1 for each example, in the same order; NaN where the model gave no numbers.</returns>
    IReadOnlyList<double> Measure(Examinee examinee, IReadOnlyList<Question> questions, CancellationToken cancellationToken);
}
