namespace Tessera.Adapters.Models.Tokenizers;

/// <summary>A token that stands for itself in a text.</summary>
/// <param name="Content">How it is written.</param>
/// <param name="Id">Its id.</param>
/// <param name="Special">Whether it leaves nothing in a text.</param>
/// <param name="TakesLeft">Whether it takes the spaces before it.</param>
/// <param name="TakesRight">Whether it takes the spaces after it.</param>
internal sealed record AddedToken(string Content, int Id, bool Special, bool TakesLeft = false, bool TakesRight = false);
