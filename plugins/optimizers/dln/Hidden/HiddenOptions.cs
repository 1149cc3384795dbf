using System.ComponentModel.DataAnnotations;

namespace Tessera.Optimizers.Dln.Hidden;

/// <summary>What <c>optimizer/dln</c> does about the hidden texts between layers. Of more than two layers, a path counts as one: a text of each layer but the last, drawn one upon the other.</summary>
public sealed class HiddenOptions
{
    /// <summary>How many hidden texts are drawn for each example of a batch by the current prompts, beside the layers' own output.</summary>
    /// <value>The default value is 2; with those of <see cref="CandidateSamples"/> they are the five of the paper.</value>
    [Range(1, 1_000)]
    public int Samples { get; set; } = 2;

    /// <summary>The temperature at which they are drawn.</summary>
    /// <value>The default value is 0.7.</value>
    [Range(0.0, 10.0)]
    public double Temperature { get; set; } = 0.7;

    /// <summary>How they are asked for: each way in turn.</summary>
    /// <value>The default value is prior and posterior.</value>
    [MinLength(1)]
    public IReadOnlyList<HiddenProposal> From { get; set; } = [HiddenProposal.Prior, HiddenProposal.Posterior];

    /// <summary>
    /// How many further hidden texts are drawn for each example as candidates would write them, each example by other candidates: a candidate is
    /// not judged by what the current prompt writes alone. For <see cref="HiddenWeighting.Support"/>.
    /// </summary>
    /// <value>The default value is 3.</value>
    [Range(0, 1_000)]
    public int CandidateSamples { get; set; } = 3;

    /// <summary>How many of an example's hidden texts from earlier iterations take part again: those that are most probable together with the answer.</summary>
    /// <value>The default value is 2.</value>
    [Range(0, 1_000)]
    public int Kept { get; set; } = 2;

    /// <summary>What is made of the samples.</summary>
    /// <value>The default value is <see cref="HiddenWeighting.Support"/>.</value>
    public HiddenWeighting Weighting { get; set; } = HiddenWeighting.Support;

    /// <summary>How probable a hidden text counts.</summary>
    /// <value>The default value is <see cref="HiddenLikelihood.Sum"/>.</value>
    public HiddenLikelihood Likelihood { get; set; } = HiddenLikelihood.Sum;

    /// <summary>
    /// The temperature of the weights by which prompts are chosen factored: w ∝ (p(h | x) p(y | h, x))^(1/τ). Small values leave the most probable text alone,
    /// large ones make all alike. Joint selection needs no weights.
    /// </summary>
    /// <value>The default value is 1: the posterior itself.</value>
    [Range(1e-6, 1e6)]
    public double PosteriorTemperature { get; set; } = 1;

    /// <summary>Hidden texts with less than this weight under the current prompts are not scored under the candidates; the bound stays a bound.</summary>
    /// <value>The default value is 0: all are scored.</value>
    [Range(0.0, 0.5)]
    public double Prune { get; set; }

    /// <summary>
    /// The Liquid template by which a hidden text is asked for with the answer given away. It may name <c>context</c> (what the layer itself is asked),
    /// <c>prompt</c>, <c>input</c>, <c>target</c> (the answer's usual text) and <c>message</c>.
    /// </summary>
    /// <value>The default value adds the answer between &lt;answer&gt; marks to the context.</value>
    [MinLength(1)]
    public string PosteriorTemplate { get; set; } = HiddenTexts.Posterior;

    /// <summary>The Liquid template by which a hidden text is rewritten. It may also name <c>hidden</c> and <c>next_prompt</c>.</summary>
    /// <value>The default value shows both prompts, the question, the text and the answer between marks.</value>
    [MinLength(1)]
    public string EditTemplate { get; set; } = HiddenTexts.Edit;

    /// <summary>What whoever rewrites a hidden text is told, one after the other.</summary>
    /// <value>The default value has three: to reason more exactly, to leave out what misleads, and to say what matters first.</value>
    [MinLength(1)]
    public IReadOnlyList<string> Messages { get; set; } =
    [
        "Go through the question step by step.",
        "Leave out whatever leads to another answer.",
        "Say first what matters most for the answer.",
    ];
}
