namespace Tessera.Adapters.Models.Generation;

/// <summary>Why a generation ended.</summary>
public enum GenerationEnd
{
    /// <summary>A token or a text came that ends it.</summary>
    Stop,

    /// <summary>It reached the number of tokens that was allowed, or filled the model's context.</summary>
    Length,
}
