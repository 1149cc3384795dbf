using System.ComponentModel.DataAnnotations;
using Tessera.Language.Budgets;

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

    /// <summary>How much may be spent, in the currency of the models' prices. Each model must name prices.</summary>
    /// <value>The default value is null: any sum.</value>
    [Range(0, 1e12)]
    public double? Cost { get; set; }

    internal LanguageBudget Open() => new(Calls, Tokens, (decimal?)Cost);
}
