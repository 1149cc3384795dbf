using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Ape;

/// <summary>Options of <c>optimizer/ape</c>. Defaults are those of the authors' configuration for likelihood where it names them.</summary>
public sealed class ApeOptions
{
    /// <summary>How many instructions are induced at first. The authors also show 250.</summary>
    /// <value>The default value is 50.</value>
    [Range(1, 100_000)]
    public int Candidates { get; set; } = 50;

    /// <summary>How many examples each of them is induced from; all of them when there are fewer.</summary>
    /// <value>The default value is 5.</value>
    [Range(1, 10_000)]
    public int Demonstrations { get; set; } = 5;

    /// <summary>On how many training examples candidates are compared; all of them when there are fewer. The same for the whole run.</summary>
    /// <value>The default value is 50.</value>
    [Range(1, 1_000_000)]
    public int SampleSize { get; set; } = 50;

    /// <summary>How many of the best are kept, as a share of <see cref="Candidates"/>, rounded; at least one. The kept are compared on the validation examples.</summary>
    /// <value>The default value is 0.1.</value>
    [Range(0.0, 1.0)]
    public double Keep { get; set; } = 0.1;

    /// <summary>How many times variants of the kept are asked for. With one or more, this is the paper's iterative search.</summary>
    /// <value>The default value is 0, as in the paper, which found little use in more.</value>
    [Range(0, 10_000)]
    public int Rounds { get; set; }

    /// <summary>How many variants are asked for in each round.</summary>
    /// <value>The default value is 50.</value>
    [Range(1, 100_000)]
    public int Variants { get; set; } = 50;

    /// <summary>The temperature at which instructions and variants are written.</summary>
    /// <value>The default value is 0.9.</value>
    [Range(0.0, 10.0)]
    public double Temperature { get; set; } = 0.9;

    /// <summary>How many tokens an instruction has at most.</summary>
    /// <value>The default value is 512 tokens.</value>
    [Range(1, 100_000)]
    public int MaxTokens { get; set; } = 512;

    /// <summary>By what candidates are compared.</summary>
    /// <value>The default value is <see cref="PromptScoring.LogProbability"/>.</value>
    public PromptScoring Scoring { get; set; } = PromptScoring.LogProbability;

    /// <summary>
    /// The Liquid template by which an instruction is induced. It may name <c>prompt</c>, the one given, and <c>demonstrations</c> (each with
    /// <c>input</c> and <c>answer</c>: the target, or of a class the first text that stands for it). The answer ends at &lt;/new-instruction&gt;.
    /// </summary>
    /// <value>The default value shows the demonstrations, and then the prompt given between &lt;current-instruction&gt; marks as a guess.</value>
    [MinLength(1)]
    public string InductionTemplate { get; set; } =
        """
        Somebody answered these inputs by following an instruction.
        {%- for example in demonstrations %}

        Input: {{ example.input }}
        Answer: {{ example.answer }}
        {%- endfor %}

        This is a guess at the instruction, and may be wrong:

        <current-instruction>
        {{ prompt }}
        </current-instruction>

        Write the instruction that the answers follow, and nothing else.

        <new-instruction>

        """;

    /// <summary>
    /// The Liquid template by which a variant is asked for. It may name <c>prompt</c>, the instruction to be varied. The answer ends at
    /// &lt;/new-instruction&gt;.
    /// </summary>
    /// <value>The default value shows the instruction between &lt;current-instruction&gt; marks and asks for one with the same meaning.</value>
    [MinLength(1)]
    public string VariationTemplate { get; set; } =
        """
        Say this instruction in another way, without changing what it means.

        <current-instruction>
        {{ prompt }}
        </current-instruction>

        Write the new instruction and nothing else.

        <new-instruction>

        """;
}
