namespace Tessera.Adapters.Pretraining;

/// <summary>A text to learn.</summary>
/// <param name="Prompt">What is given, and not learned; empty where the whole text is learned.</param>
/// <param name="Text">What is learned.</param>
internal sealed record Document(string Prompt, string Text)
{
    public string Whole => Prompt + Text;
}
