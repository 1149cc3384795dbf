using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Parts;

namespace Tessera.Language.Comparisons;

/// <summary>One of the ways to a prompt that <c>step/compare-prompts</c> compares.</summary>
public sealed class ComparedWayOptions
{
    /// <summary>The way's name, such as DLN-1.</summary>
    [MinLength(1)]
    public required string Name { get; set; }

    /// <summary>The files with the programs that its runs came to: the <c>programs</c> of a <c>step/optimize-prompt</c>.</summary>
    [InputPath]
    [MinLength(1)]
    public required IReadOnlyList<string> Programs { get; set; }
}
