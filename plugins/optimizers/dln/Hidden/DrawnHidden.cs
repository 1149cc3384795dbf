namespace Tessera.Optimizers.Dln.Hidden;

/// <summary>A hidden text that was drawn for an example.</summary>
/// <param name="Text">The text.</param>
/// <param name="Context">What the proposer was asked.</param>
internal sealed record DrawnHidden(string Text, string Context);
