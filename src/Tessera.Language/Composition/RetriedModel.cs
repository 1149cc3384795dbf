using System.ComponentModel.DataAnnotations;
using System.Composition;
using Tessera.Language.Sending;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;

namespace Tessera.Language.Composition;

/// <summary>Options of <c>model/retried</c>.</summary>
public sealed class RetriedModelOptions
{
    /// <summary>The language model that is asked.</summary>
    public required Part<ILanguageModel> Model { get; set; }

    /// <summary>How many times what failed in passing is asked again: after half a second, then twice as long each time, half a minute at most.</summary>
    /// <value>The default value is 5.</value>
    [Range(1, 1000)]
    public int Retries { get; set; } = 5;
}

/// <summary>A language model that asks again what failed in passing.</summary>
/// <param name="options">The model, and how often it is asked again.</param>
/// <param name="time">Measures the waits.</param>
[LanguageModel("retried", Description = "Asks another model again what failed in passing, after waits that grow.", Options = typeof(RetriedModelOptions))]
[method: ImportingConstructor]
public sealed class RetriedModel(RetriedModelOptions options, TimeProvider time) : ComposedLanguageModel(options.Model, model => new RetriedLanguageModel(model, options.Retries, time));
