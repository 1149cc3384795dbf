using System.ComponentModel.DataAnnotations;

namespace Tessera.Optimizers.Dln;

/// <summary>Options of <c>optimizer/dln</c>. Defaults are those of the paper, arXiv 2306.12509, where it names them.</summary>
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

    /// <summary>How many prompts are asked for in each iteration.</summary>
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

    /// <summary>How many of the best earlier prompts compete again in each iteration and are improved too.</summary>
    /// <value>The default value is 2.</value>
    [Range(0, 1_000)]
    public int Memory { get; set; } = 2;

    /// <summary>By what candidates are compared.</summary>
    /// <value>The default value is <see cref="PromptScoring.LogProbability"/>.</value>
    public PromptScoring Scoring { get; set; } = PromptScoring.LogProbability;

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
    /// <c>successes</c> (each with <c>input</c> and <c>target</c>) and <c>errors</c> (also with <c>output</c>).
    /// The answer ends at &lt;/new-instruction&gt;.
    /// </summary>
    /// <value>The default value shows the prompt between &lt;current-instruction&gt; marks, then mistakes, then right answers.</value>
    [MinLength(1)]
    public string ProposalTemplate { get; set; } =
        """
        Somebody answers questions by following an instruction. Improve the instruction.

        <current-instruction>
        {{ prompt }}
        </current-instruction>
        {% if errors.size > 0 %}
        These questions were answered wrongly:
        {%- for example in errors %}
        - Question: {{ example.input }}
          Answer given: {{ example.output }}
          Right answer: {{ example.target }}
        {%- endfor %}
        {% endif -%}
        {%- if successes.size > 0 %}
        These questions were answered rightly:
        {%- for example in successes %}
        - Question: {{ example.input }}
          Answer: {{ example.target }}
        {%- endfor %}
        {% endif %}
        {{ message }} Write the new instruction and nothing else.

        <new-instruction>

        """;
}
