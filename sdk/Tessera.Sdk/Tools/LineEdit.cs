namespace Tessera.Sdk.Tools;

/// <summary>A range of lines that was replaced.</summary>
/// <param name="FirstLine">The first old line that was replaced, from 1.</param>
/// <param name="OldCount">How many old lines were replaced; 0 for an insertion before <paramref name="FirstLine"/>.</param>
/// <param name="NewCount">How many lines took their place.</param>
public sealed record LineEdit(int FirstLine, int OldCount, int NewCount)
{
    /// <summary>The edit that brings the old lines back.</summary>
    /// <returns>The edit, in terms of the new lines.</returns>
    public LineEdit Inverse() => new(FirstLine, NewCount, OldCount);
}
