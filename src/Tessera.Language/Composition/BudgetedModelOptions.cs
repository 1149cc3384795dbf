using Tessera.Language.Optimization;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;

namespace Tessera.Language.Composition;

/// <summary>Options of <c>model/budgeted</c>.</summary>
public sealed class BudgetedModelOptions
{
    /// <summary>The language model that is asked.</summary>
    public required Part<ILanguageModel> Model { get; set; }

    /// <summary>How much the model may be asked, as long as it lives: by one step of a pipeline.</summary>
    public required BudgetOptions Budget { get; set; }
}
