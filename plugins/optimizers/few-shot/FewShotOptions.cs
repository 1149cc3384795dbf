using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.FewShot;

/// <summary>Options of <c>optimizer/few-shot</c>.</summary>
public sealed class FewShotOptions
{
    /// <summary>How many examples a prompt demonstrates; all of them when there are fewer.</summary>
    /// <value>The default value is 5.</value>
    [Range(1, 10_000)]
    public int Shots { get; set; } = 5;

    /// <summary>How many random sets of demonstrations are compared.</summary>
    /// <value>The default value is 1.</value>
    [Range(1, 10_000)]
    public int Sets { get; set; } = 1;

    /// <summary>Whether each target is demonstrated equally often, as far as there are examples of it.</summary>
    /// <value>The default value is true.</value>
    public bool Balanced { get; set; } = true;

    /// <summary>By what sets are compared.</summary>
    /// <value>The default value is <see cref="PromptScoring.LogProbability"/>.</value>
    public PromptScoring Scoring { get; set; } = PromptScoring.LogProbability;

    /// <summary>
    /// The Liquid template that joins the prompt with its demonstrations. It may name <c>prompt</c> and <c>demonstrations</c> (each with
    /// <c>input</c> and <c>answer</c>: the target, or of a class the first text that stands for it).
    /// </summary>
    /// <value>The default value shows the prompt and then each demonstration as input and answer.</value>
    [MinLength(1)]
    public string Template { get; set; } =
        """
        {{ prompt }}

        Here is how others were answered:
        {%- for example in demonstrations %}

        Input: {{ example.input }}
        Answer: {{ example.answer }}
        {%- endfor %}
        """;
}
