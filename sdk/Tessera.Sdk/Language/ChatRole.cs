namespace Tessera.Sdk.Language;

/// <summary>Who speaks in a conversation.</summary>
public enum ChatRole
{
    /// <summary>Whoever set up the conversation.</summary>
    System,

    /// <summary>The person or program that asks.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,

    /// <summary>A tool that answers a call.</summary>
    Tool,
}
