using System.ComponentModel.DataAnnotations;
using Tessera.Language.Templates;
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

    /// <summary>Examples that take no part in the search; accuracy before and after is measured on them.</summary>
    /// <value>The default value is null: it is measured on those by which the best prompt is chosen, which flatters it.</value>
    [InputPath]
    public string? Test { get; set; }

    /// <summary>The classes among which the last layer answers: for each label, which is what targets name, the texts that stand for it in an answer.</summary>
    /// <value>The default value is empty: free text, or the classes of <see cref="Program"/>.</value>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Classes { get; set; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The prompt to begin with, for a program of one layer.</summary>
    /// <value>The default value is null: <see cref="Layers"/> or <see cref="Program"/> says where to begin.</value>
    [MinLength(1)]
    public string? Prompt { get; set; }

    /// <summary>The Liquid template that joins {{ prompt }} and {{ input }}, beside <see cref="Prompt"/>.</summary>
    /// <value>The default value puts the prompt between &lt;instruction&gt; marks and the input between &lt;input&gt; marks.</value>
    [MinLength(1)]
    public string Template { get; set; } = LayerTemplates.Answer.Text;

    /// <summary>The layers to begin with, from input to output.</summary>
    /// <value>The default value is empty: <see cref="Prompt"/> or <see cref="Program"/> says where to begin.</value>
    public IReadOnlyList<LayerOptions> Layers { get; set; } = [];

    /// <summary>The program to begin with: the program.json of another search.</summary>
    /// <value>The default value is null: <see cref="Prompt"/> or <see cref="Layers"/> says where to begin.</value>
    [InputPath]
    public string? Program { get; set; }

    /// <summary>Says how wrong an answer is.</summary>
    /// <value>The default value is null: <c>loss/exact-match</c>.</value>
    public Part<ILoss>? Loss { get; set; }

    /// <summary>How many searches are made, each with a seed of its own; the best one's program is the result, and curves get intervals.</summary>
    /// <value>The default value is 1.</value>
    [Range(1, 1_000)]
    public int Runs { get; set; } = 1;

    /// <summary>What everything together may cost, of which as much is held back as measuring on <see cref="Test"/> needs. It is never exceeded; when it is used up, the best prompt so far is the result.</summary>
    public BudgetOptions Budget { get; set; } = new();
}
