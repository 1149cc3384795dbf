namespace Tessera.Sdk.Workspaces;

/// <summary>What changed in a workspace since a snapshot.</summary>
/// <param name="Text">
/// The changes of text files and links as a unified difference that <c>git apply</c> reads, in ordinal order of the paths; empty
/// for none. What version control and Python write by themselves is left out, such as <c>.git</c> and <c>__pycache__</c>.
/// </param>
/// <param name="Binary">The files that changed, came or went and are no UTF-8 text, or larger than 64 MiB, relative to the root: they are not in the text.</param>
public sealed record WorkspacePatch(string Text, IReadOnlyList<string> Binary);
