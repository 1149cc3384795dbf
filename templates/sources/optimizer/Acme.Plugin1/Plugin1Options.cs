using System.ComponentModel.DataAnnotations;

namespace Acme.Plugin1;

/// <summary>What a pipeline says about the optimizer.</summary>
public sealed class Plugin1Options
{
    /// <summary>The sentences that are tried at the end of the prompt.</summary>
    /// <value>The default value is three sentences.</value>
    [MinLength(1)]
    public IReadOnlyList<string> Endings { get; set; } = ["Think before you answer.", "Answer with one word.", "Judge the whole, not its parts."];
}
