namespace Tessera.Reports.Differences;

/// <summary>A piece of text and what became of it.</summary>
/// <param name="Change">What became of it.</param>
/// <param name="Text">The piece: a line, a word or a few of them.</param>
internal readonly record struct Piece(Change Change, string Text);
