namespace Tessera.Models.OpenAI;

/// <summary>The name under which the bound on an answer's tokens is sent.</summary>
public enum LengthMember
{
    /// <summary>Chosen by the endpoint.</summary>
    Automatic,

    /// <summary><c>max_tokens</c>, which most servers know.</summary>
    MaxTokens,

    /// <summary><c>max_completion_tokens</c>, which OpenAI's reasoning models demand.</summary>
    MaxCompletionTokens,
}
