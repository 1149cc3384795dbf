using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Optimization;

/// <summary>Options of <c>step/optimize-prompt</c>.</summary>
public sealed class OptimizePromptOptions
{
    /// <summary>The language model that answers with the prompt.</summary>
    public required Part<ILanguageModel> Model { get; set; }

    /// <summary>The language model that proposes prompts.</summary>
    /// <value>The default value is null: the same as <see cref="Model"/>.</value>
    public Part<ILanguageModel>? Proposer { get; set; }

    /// <summary>The optimizer.</summary>
    public required Part<IPromptOptimizer> Optimizer { get; set; }

    /// <summary>The examples to learn from: a file with one JSON object a line, {"input": "...", "target": "..."}.</summary>
    [InputPath]
    public required string Data { get; set; }

    /// <summary>The examples by which the best prompt is chosen, in the same format.</summary>
    /// <value>The default value is null: those of <see cref="Data"/>.</value>
    [InputPath]
    public string? Validation { get; set; }

    /// <summary>The classes among which the model answers: for each label, which is what targets name, the texts that stand for it in an answer.</summary>
    /// <value>The default value is empty: free text.</value>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Classes { get; set; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The prompt to begin with.</summary>
    [MinLength(1)]
    public required string Prompt { get; set; }

    /// <summary>The Liquid template that joins {{ prompt }} and {{ input }}.</summary>
    /// <value>The default value puts the prompt between &lt;instruction&gt; marks and the input between &lt;input&gt; marks.</value>
    [MinLength(1)]
    public string Template { get; set; } = "<instruction>\n{{ prompt }}\n</instruction>\n<input>\n{{ input }}\n</input>\nAnswer:\n";

    /// <summary>Says how wrong an answer is.</summary>
    /// <value>The default value is null: <c>loss/exact-match</c>.</value>
    public Part<ILoss>? Loss { get; set; }

    /// <summary>What the search may cost. It is never exceeded; when it is used up, the best prompt so far is the result.</summary>
    public BudgetOptions Budget { get; set; } = new();
}
