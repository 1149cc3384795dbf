namespace Tessera.Reports.Differences;

/// <summary>A line of a difference.</summary>
/// <param name="Change">What became of it.</param>
/// <param name="Pieces">The line, with the words marked that were changed in it.</param>
/// <param name="LeftOut">How many unchanged lines are left out in this place; 0 for a line itself.</param>
internal sealed record DifferenceLine(Change Change, IReadOnlyList<Piece> Pieces, int LeftOut = 0);
