namespace Tessera.Language.Synthesis;

/// <summary>What somebody was asked, and what they wrote.</summary>
internal sealed record WrittenDocument(string Prompt, string Text);
