using System.Composition;
using Tessera.Language.Budgets;
using Tessera.Sdk.Language;

namespace Tessera.Language.Composition;

/// <summary>A language model that refuses what would exceed a budget, before it is asked.</summary>
/// <param name="options">The model and the budget.</param>
[LanguageModel("budgeted", Description = "Refuses what would exceed a budget of calls and tokens, before another model is asked.", Options = typeof(BudgetedModelOptions))]
[method: ImportingConstructor]
public sealed class BudgetedModel(BudgetedModelOptions options)
    : ComposedLanguageModel(options.Model, model => new BudgetedLanguageModel(model, options.Budget.Open()));
