using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Parts;

namespace Tessera.Language.Synthesis;

/// <summary>Options of <c>step/generate-left-over</c>.</summary>
public sealed class GenerateLeftOverOptions
{
    /// <summary>Questions that no document is about: a file of examples, one <c>{"input": "...", "target": "..."}</c> a line.</summary>
    /// <value>The default value is null: any question may come up.</value>
    [InputPath]
    public string? Without { get; set; }

    /// <summary>How many documents there are to learn.</summary>
    /// <value>The default value is 40000.</value>
    [Range(1, 100_000_000)]
    public int Documents { get; set; } = 40_000;

    /// <summary>How many documents of the same kind are held out.</summary>
    /// <value>The default value is 1000.</value>
    [Range(1, 100_000_000)]
    public int HeldOut { get; set; } = 1000;
}
