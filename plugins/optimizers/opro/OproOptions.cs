using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Opro;

/// <summary>Options of <c>optimizer/opro</c>. Defaults are those of the paper, arXiv 2309.03409, where it names them.</summary>
public sealed class OproOptions
{
    /// <summary>How many times new instructions are asked for.</summary>
    /// <value>The default value is 200.</value>
    [Range(1, 100_000)]
    public int Iterations { get; set; } = 200;

    /// <summary>How many instructions are asked for each time.</summary>
    /// <value>The default value is 8.</value>
    [Range(1, 10_000)]
    public int Proposals { get; set; } = 8;

    /// <summary>How many of the best instructions so far are shown with their scores.</summary>
    /// <value>The default value is 20.</value>
    [Range(1, 10_000)]
    public int History { get; set; } = 20;

    /// <summary>How many training examples are shown; others each time.</summary>
    /// <value>The default value is 3.</value>
    [Range(0, 10_000)]
    public int Examples { get; set; } = 3;

    /// <summary>On how many training examples instructions are scored; all of them when there are fewer. The same for the whole run.</summary>
    /// <value>The default value is 50: the paper's fifth of a task of BIG-Bench Hard.</value>
    [Range(1, 1_000_000)]
    public int SampleSize { get; set; } = 50;

    /// <summary>The temperature at which instructions are written.</summary>
    /// <value>The default value is 1.</value>
    [Range(0.0, 10.0)]
    public double Temperature { get; set; } = 1;

    /// <summary>How many tokens an instruction has at most.</summary>
    /// <value>The default value is 512 tokens.</value>
    [Range(1, 100_000)]
    public int MaxTokens { get; set; } = 512;

    /// <summary>
    /// By what instructions are scored. The proposer sees whole numbers from 0 to 100: 100 · accuracy, or 100 · exp(mean log-probability), the geometric
    /// mean of the wanted answers' probabilities in percent. Of long free text the latter is 0 for every instruction: use accuracy.
    /// </summary>
    /// <value>The default value is <see cref="PromptScoring.Accuracy"/>, as in the paper.</value>
    public PromptScoring Scoring { get; set; } = PromptScoring.Accuracy;

    /// <summary>
    /// The Liquid template by which a better instruction is asked for. It may name <c>prompt</c> and <c>score</c> of the best instruction so far,
    /// <c>past</c>, others of the best, the worst of them first (each with <c>prompt</c> and <c>score</c>), and <c>examples</c> (each with <c>input</c> and
    /// <c>answer</c>: the target, or of a class the first text that stands for it). The answer ends at &lt;/new-instruction&gt;.
    /// </summary>
    /// <value>The default value shows instructions and scores in ascending order, the best last and between &lt;current-instruction&gt; marks, then the examples.</value>
    [MinLength(1)]
    public string MetaTemplate { get; set; } =
        """
        Here are instructions for a task, each with its score from 0 to 100. Higher is better.
        {%- for instruction in past %}

        <past-instruction>
        {{ instruction.prompt }}
        </past-instruction>
        Score: {{ instruction.score }}
        {%- endfor %}

        <current-instruction>
        {{ prompt }}
        </current-instruction>
        Score: {{ score }}
        {%- if examples.size > 0 %}

        The task, by example:
        {%- for example in examples %}

        Input: {{ example.input }}
        Answer: {{ example.answer }}
        {%- endfor %}
        {%- endif %}

        Write an instruction that is none of these and scores higher than all of them, and nothing else.

        <new-instruction>

        """;
}
