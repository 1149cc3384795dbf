using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Parts;

namespace Acme.Plugin1;

/// <summary>What a pipeline says about the step.</summary>
public sealed class Plugin1Options
{
    /// <summary>The file whose words are counted.</summary>
    [InputPath]
    public required string File { get; set; }

    /// <summary>How many of the most frequent words are told.</summary>
    /// <value>The default value is 10.</value>
    [Range(1, 1000)]
    public int Most { get; set; } = 10;
}
