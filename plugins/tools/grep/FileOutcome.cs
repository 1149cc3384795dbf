namespace Tessera.Tools.Grep;

/// <summary>How the search of a file ended.</summary>
internal enum FileOutcome
{
    Searched,
    Binary,
    TooLarge,
    Unreadable,
}
