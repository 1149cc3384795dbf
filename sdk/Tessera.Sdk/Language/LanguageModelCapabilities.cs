namespace Tessera.Sdk.Language;

/// <summary>What a language model can do. A flag that is set is a promise.</summary>
[Flags]
public enum LanguageModelCapabilities
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Continues prompts.</summary>
    Generate = 1,

    /// <summary>Gives the log-probability of a given continuation of a given context.</summary>
    Score = 2,

    /// <summary>Gives the distribution of the next token.</summary>
    PredictNext = 4,

    /// <summary>Answers conversations, with calls of tools.</summary>
    Chat = 8,

    /// <summary>The seed of a request decides its sample.</summary>
    Seeded = 16,
}
