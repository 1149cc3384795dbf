using System.ComponentModel.DataAnnotations;
using Tessera.Adapters.Evaluation.Metrics;
using Tessera.Adapters.Models;
using Tessera.Adapters.Tasks;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Adapters.Steps;

/// <summary>Options of <c>step/evaluate</c>.</summary>
public sealed class EvaluateOptions
{
    /// <summary>The base model.</summary>
    public required LanguageModelFolder Model { get; set; }

    /// <summary>The tasks, and which of them are held out.</summary>
    public required TaskSplit Tasks { get; set; }

    /// <summary>The libraries, each with its routers.</summary>
    /// <value>By default only the base model is judged, and what <see cref="Library"/> and <see cref="Routers"/> say.</value>
    public IReadOnlyList<LibraryToEvaluate> Libraries { get; set; } = [];

    /// <summary>One library, in place of <see cref="Libraries"/>; its methods bear the names of the routers alone.</summary>
    public IExpertLibrary? Library { get; set; }

    /// <summary>The routers of <see cref="Library"/>.</summary>
    /// <value>By default there are none.</value>
    public IReadOnlyList<Part<IRouter>> Routers { get; set; } = [];

    /// <summary>Which tasks are asked.</summary>
    /// <value>By default both the tasks held out and those trained on.</value>
    [MinLength(1)]
    public IReadOnlyList<EvaluatedTasks> On { get; set; } = [EvaluatedTasks.HeldOut, EvaluatedTasks.Training];

    /// <summary>How many test examples of each task that was trained on are asked, its first ones; 0 for all.</summary>
    /// <value>The default value is 0.</value>
    [Range(0, int.MaxValue)]
    public int TrainingTests { get; set; }

    /// <summary>How answers are judged.</summary>
    /// <value>By default by the task: by the choice among answers where there are wrong ones, otherwise by what the model writes.</value>
    public MetricKind Metric { get; set; } = MetricKind.Auto;

    /// <summary>What makes one of several answers the model's choice.</summary>
    /// <value>The default value is the sum of its tokens' log-probabilities.</value>
    public ChoiceScoring Scoring { get; set; } = ChoiceScoring.Sum;

    /// <summary>How many tokens the model writes at most, where it writes.</summary>
    /// <value>The default value is 64.</value>
    [Range(1, 65536)]
    public int MaxTokens { get; set; } = 64;

    /// <summary>Texts that end what the model writes; they are no part of it.</summary>
    /// <value>By default the end of a line.</value>
    public IReadOnlyList<string> StopTexts { get; set; } = ["\n"];

    /// <summary>How often examples are drawn anew for intervals.</summary>
    /// <value>The default value is 10000.</value>
    [Range(100, 1_000_000)]
    public int Resamples { get; set; } = 10_000;

    /// <summary>By how many examples of each task it is shown how methods route; 0 shows nothing.</summary>
    /// <value>The default value is 8.</value>
    [Range(0, 10_000)]
    public int RoutingExamples { get; set; } = 8;

    /// <summary>Whether the methods join the list <c>methods</c> of <c>summary.json</c>. Leave evaluations out that are only pooled.</summary>
    /// <value>The default value is true.</value>
    public bool InSummary { get; set; } = true;
}
