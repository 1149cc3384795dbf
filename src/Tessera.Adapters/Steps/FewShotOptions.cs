using System.ComponentModel.DataAnnotations;
using Tessera.Adapters.Evaluation.Metrics;
using Tessera.Adapters.Models;
using Tessera.Adapters.Tasks;

namespace Tessera.Adapters.Steps;

/// <summary>Options of <c>step/few-shot</c>. Rank, alpha, targets and initialization are those of methods that begin from scratch.</summary>
public sealed class FewShotOptions : LoraTrainingOptions
{
    /// <summary>The base model; it stays as it is.</summary>
    public required LanguageModelFolder Model { get; set; }

    /// <summary>The tasks; those that are held out are learned.</summary>
    public required TaskSplit Tasks { get; set; }

    /// <summary>The ways to learn them.</summary>
    [MinLength(1)]
    public required IReadOnlyList<FewShotMethod> Methods { get; set; }

    /// <summary>From how many examples each task is learned: its first ones.</summary>
    /// <value>The default value is 16.</value>
    [Range(1, 1_000_000)]
    public int Examples { get; set; } = 16;

    /// <summary>How many examples of each task a step takes.</summary>
    /// <value>By default all of them.</value>
    [Range(1, 1_000_000)]
    public int? Batch { get; set; }

    /// <summary>The full learning rate of what decides between skills.</summary>
    /// <value>The default value is 0.1, as in the code of the paper.</value>
    [Range(1e-12, 100.0)]
    public double RoutingLearningRate { get; set; } = 0.1;

    /// <summary>How many tasks train side by side, which bounds the memory. Each becomes the same whatever this is, up to rounding, where its router draws nothing.</summary>
    /// <value>By default all of them.</value>
    [Range(1, 1_000_000)]
    public int? SideBySide { get; set; }

    /// <summary>How answers are judged.</summary>
    /// <value>By default by the task: by the choice among answers where there are wrong ones, otherwise by what the model writes.</value>
    public MetricKind Metric { get; set; } = MetricKind.Auto;

    /// <summary>What makes one of several answers the model's choice.</summary>
    /// <value>The default value is the sum of its tokens' log-probabilities.</value>
    public ChoiceScoring Scoring { get; set; } = ChoiceScoring.Sum;

    /// <summary>How often examples are drawn anew for intervals.</summary>
    /// <value>The default value is 10000.</value>
    [Range(100, 1_000_000)]
    public int Resamples { get; set; } = 10_000;

    /// <summary>Whether the methods join the list <c>methods</c> of <c>summary.json</c>.</summary>
    /// <value>The default value is true.</value>
    public bool InSummary { get; set; } = true;
}
