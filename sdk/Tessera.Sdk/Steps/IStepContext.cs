using System.Text.Json.Nodes;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Randomness;

namespace Tessera.Sdk.Steps;

/// <summary>A run as one of its steps sees it.</summary>
public interface IStepContext
{
    /// <summary>The step's name in the pipeline.</summary>
    string StepName { get; }

    /// <summary>The origin of the step's random choices, derived from the run's seed and the step's name.</summary>
    Seed Seed { get; }

    /// <summary>The folder that belongs to this step in this run: files written there are kept with the run.</summary>
    string Folder { get; }

    /// <summary>Says how far the work is.</summary>
    /// <param name="fraction">From 0 to 1; null when it is not known.</param>
    /// <param name="message">What is being done, in a few words.</param>
    void ReportProgress(double? fraction, string message);

    /// <summary>Records a number for the run's metrics and its summary. The last value of a name is its final one.</summary>
    /// <param name="name">The metric's name, such as <c>accuracy</c>.</param>
    /// <param name="value">The value.</param>
    void RecordMetric(string name, double value);

    /// <summary>Hands over something for people to look at: in the terminal, the summary and the report.</summary>
    /// <param name="finding">The finding.</param>
    void AddFinding(Finding finding);

    /// <summary>Adds to a list at the top level of the run's <c>summary.json</c>, for scripts that should not have to know which step it comes from.</summary>
    /// <remarks>Steps that add to one list are told there one after another, in the order of the plan; a step that is taken over from before keeps what it added.</remarks>
    /// <param name="list">The list's name, such as <c>methods</c>; it is none of the summary's own names.</param>
    /// <param name="entry">The entry; a JSON array stands for several.</param>
    /// <exception cref="ArgumentException">The name is empty or one of the summary's own.</exception>
    void Summarise(string list, JsonNode entry);

    /// <summary>Says that what the step hands over serves this run only: what should have made it failed meanwhile, so a later run does the step anew.</summary>
    void KeepForThisRunOnly()
    {
    }
}
