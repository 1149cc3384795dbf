using System.Composition;
using Tessera.Language.Caching;
using Tessera.Sdk.Language;

namespace Tessera.Language.Composition;

/// <summary>A language model that is asked once for each distinct question; with a folder, once for all runs.</summary>
/// <param name="options">The model and where answers are kept.</param>
[LanguageModel("cached", Description = "Asks another model once for each distinct question, across runs where a folder is named.", Options = typeof(CachedModelOptions))]
[method: ImportingConstructor]
public sealed class CachedModel(CachedModelOptions options) : ComposedLanguageModel(
    options.Model, model => new CachedLanguageModel(options.Folder is { } folder ? new StoredLanguageModel(model, new AnswerFolder(folder)) : model));
