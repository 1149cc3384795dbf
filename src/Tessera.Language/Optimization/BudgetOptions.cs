using System.ComponentModel.DataAnnotations;

namespace Tessera.Language.Optimization;

/// <summary>How much a search may ask of all its language models together.</summary>
public sealed class BudgetOptions
{
    /// <summary>How many requests may be made.</summary>
    /// <value>The default value is null: any number.</value>
    [Range(1, long.MaxValue)]
    public long? Calls { get; set; }

    /// <summary>How many tokens may be read and written together.</summary>
    /// <value>The default value is null: any number.</value>
    [Range(1, long.MaxValue)]
    public long? Tokens { get; set; }
}
