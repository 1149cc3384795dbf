using System.ComponentModel.DataAnnotations;
using Tessera.Optimizers.Dln.Hidden;
using Tessera.Optimizers.Dln.Proposals;
using Tessera.Optimizers.Dln.Selection;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Dln;

/// <summary>Options of <c>optimizer/dln</c>. Defaults are those of the paper, arXiv 2306.12509, where it names them and they are right.</summary>
public sealed class DlnOptions
{
    /// <summary>How many times new prompts are proposed and compared.</summary>
    /// <value>The default value is 20.</value>
    [Range(1, 100_000)]
    public int Iterations { get; set; } = 20;

    /// <summary>How many examples each iteration sees; all of them when there are fewer.</summary>
    /// <value>The default value is 20.</value>
    [Range(1, 1_000_000)]
    public int BatchSize { get; set; } = 20;

    /// <summary>How many prompts are asked for in each iteration, for each layer that learns.</summary>
    /// <value>The default value is 20.</value>
    [Range(1, 10_000)]
    public int Proposals { get; set; } = 20;

    /// <summary>The temperature at which prompts are proposed.</summary>
    /// <value>The default value is 0.7.</value>
    [Range(0.0, 10.0)]
    public double Temperature { get; set; } = 0.7;

    /// <summary>How many tokens a proposed prompt has at most.</summary>
    /// <value>The default value is 512 tokens.</value>
    [Range(1, 100_000)]
    public int MaxTokens { get; set; } = 512;

    /// <summary>How many of the best earlier programs compete again in each iteration and are improved too.</summary>
    /// <value>The default value is 2.</value>
    [Range(0, 1_000)]
    public int Memory { get; set; } = 2;

    /// <summary>After how many iterations without a better program the search goes back to the best one.</summary>
    /// <value>The default value is null: it never goes back.</value>
    [Range(1, 100_000)]
    public int? Tolerance { get; set; }

    /// <summary>The names of the layers whose prompts change; the others keep theirs.</summary>
    /// <value>The default value is empty: all layers.</value>
    public IReadOnlyList<string> Learn { get; set; } = [];

    /// <summary>By what candidates are compared.</summary>
    /// <value>The default value is <see cref="PromptScoring.LogProbability"/>.</value>
    public PromptScoring Scoring { get; set; } = PromptScoring.LogProbability;

    /// <summary>How the prompts of several layers are chosen from the scores of all layers' candidates.</summary>
    /// <value>The default value is <see cref="PromptSelection.Joint"/>.</value>
    public PromptSelection Selection { get; set; } = PromptSelection.Joint;

    /// <summary>
    /// How much a candidate of a layer but the last loses for making its outputs to wrongly answered examples probable again: the weight λ of
    /// (1/B) Σ log p(ĥ | x, prompt) over those examples, falling linearly to 0 over the iterations (the exploration reward of the paper, section 3.3).
    /// </summary>
    /// <value>The default value is 0: nothing.</value>
    [Range(0.0, 1_000.0)]
    public double Exploration { get; set; }

    /// <summary>
    /// How much a candidate of the last layer loses for answering otherwise than the current prompt: the weight of the mean Kullback-Leibler divergence
    /// of its class distribution from the current prompt's. Needs classes.
    /// </summary>
    /// <value>The default value is 0: nothing.</value>
    [Range(0.0, 1_000.0)]
    public double Trust { get; set; }

    /// <summary>Whether candidates that are clearly behind on the first examples of a batch are not scored on the others.</summary>
    /// <value>The default value is false: every candidate is scored on the whole batch.</value>
    public bool Racing { get; set; }

    /// <summary>What is done about the hidden texts of programs with several layers.</summary>
    public HiddenOptions Hidden { get; set; } = new();

    /// <summary>What the proposer is told to do, one after the other, so that proposals differ.</summary>
    /// <value>The default value has four: say more exactly, give rules with examples, shorten, and start afresh.</value>
    [MinLength(1)]
    public IReadOnlyList<string> Messages { get; set; } =
    [
        "Say more exactly what to do, above all where the mistakes came from.",
        "Add a rule that would have prevented the mistakes, with a short example of how to apply it.",
        "Say the same in fewer words and leave out whatever does not help.",
        "Set the instruction aside and write one from the examples alone.",
    ];

    /// <summary>
    /// The Liquid template by which a better prompt is asked for. It may name <c>prompt</c>, <c>message</c>,
    /// <c>successes</c> (each with <c>input</c>, <c>hidden</c> and <c>target</c>) and <c>errors</c> (also with <c>output</c>).
    /// The answer ends at &lt;/new-instruction&gt;.
    /// </summary>
    /// <value>The default value shows the prompt between &lt;current-instruction&gt; marks, then mistakes, then right answers.</value>
    [MinLength(1)]
    public string ProposalTemplate { get; set; } = ProposalTexts.Template;
}
