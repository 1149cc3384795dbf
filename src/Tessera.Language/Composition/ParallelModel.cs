using System.ComponentModel.DataAnnotations;
using System.Composition;
using Tessera.Language.Sending;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;

namespace Tessera.Language.Composition;

/// <summary>Options of <c>model/parallel</c>.</summary>
public sealed class ParallelModelOptions
{
    /// <summary>The language model that is asked.</summary>
    public required Part<ILanguageModel> Model { get; set; }

    /// <summary>How many parts are asked at once at most.</summary>
    /// <value>The default value is 8.</value>
    [Range(1, 10_000)]
    public int MaxParallel { get; set; } = 8;

    /// <summary>How many requests a part has at most.</summary>
    /// <value>The default value is 1: each is asked by itself.</value>
    [Range(1, 1_000_000)]
    public int BatchSize { get; set; } = 1;
}

/// <summary>A language model that is asked in parts, several at once.</summary>
/// <param name="options">The model, and how it is asked.</param>
[LanguageModel("parallel", Description = "Asks another model in parts, several of them at once.", Options = typeof(ParallelModelOptions))]
[method: ImportingConstructor]
public sealed class ParallelModel(ParallelModelOptions options) : ComposedLanguageModel(options.Model, model => new ParallelLanguageModel(model, options.MaxParallel, options.BatchSize));
