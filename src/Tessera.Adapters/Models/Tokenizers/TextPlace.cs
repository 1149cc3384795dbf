namespace Tessera.Adapters.Models.Tokenizers;

/// <summary>Where a part of a text stands, which decides whether a tokenizer puts a space before it.</summary>
internal enum TextPlace
{
    /// <summary>It begins a text.</summary>
    Beginning,

    /// <summary>A special token stands before it.</summary>
    BehindToken,

    /// <summary>It goes on where other text ended.</summary>
    Continuing,
}
