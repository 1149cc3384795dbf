namespace Tessera.Models.OpenAI;

/// <summary>Which endpoint continues prompts.</summary>
public enum GenerationEndpoint
{
    /// <summary>The prompt is a user's message, and the continuation the answer.</summary>
    Chat,

    /// <summary>The prompt is continued as text.</summary>
    Completions,
}
