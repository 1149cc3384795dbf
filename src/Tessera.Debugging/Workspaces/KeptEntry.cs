namespace Tessera.Debugging.Workspaces;

/// <summary>What stood at a place when a state was kept.</summary>
/// <param name="Status">What it was.</param>
/// <param name="Content">A file: where its bytes are kept. A link: where it leads. Otherwise nothing.</param>
internal sealed record KeptEntry(FileStatus Status, string? Content);
