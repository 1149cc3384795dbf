using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Comparisons;

/// <summary>Options of <c>step/compare-prompts</c>.</summary>
public sealed class ComparePromptsOptions
{
    /// <summary>The language model that answers with the prompts.</summary>
    public required Part<ILanguageModel> Model { get; set; }

    /// <summary>The examples to compare on, which had better taken no part in any search: a file with one JSON object a line, {"input": "...", "target": "..."}.</summary>
    [InputPath]
    public required string Data { get; set; }

    /// <summary>Says how wrong an answer is.</summary>
    /// <value>The default value is null: <c>loss/exact-match</c>.</value>
    public Part<ILoss>? Loss { get; set; }

    /// <summary>What is compared. Each is held against those before it.</summary>
    [MinLength(2)]
    public required IReadOnlyList<ComparedWayOptions> Ways { get; set; }
}
