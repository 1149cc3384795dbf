using System.ComponentModel.DataAnnotations;
using Tessera.Debugging.Conversations;

namespace Tessera.Debugging.Episodes;

/// <summary>What language models may cost. A question that could exceed it is not asked, and the agent's work ends.</summary>
public sealed class ModelBudgetOptions
{
    /// <summary>How many tokens may be read and written together.</summary>
    /// <value>The default value is null: any number.</value>
    [Range(1, long.MaxValue)]
    public long? Tokens { get; set; }

    /// <summary>How much may be paid, in the currency of the model's price list. Models without prices cost nothing.</summary>
    /// <value>The default value is null: any amount.</value>
    [Range(0.000001, 1e12)]
    public double? Cost { get; set; }

    internal ModelBudget Open(string name) => new(name, Tokens, (decimal?)Cost);
}
