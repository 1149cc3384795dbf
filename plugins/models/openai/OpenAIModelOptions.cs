using System.ComponentModel.DataAnnotations;
using Tessera.Models.Http;

namespace Tessera.Models.OpenAI;

/// <summary>Options of <c>model/openai</c>.</summary>
public sealed class OpenAIModelOptions : ServiceOptions
{
    /// <summary>The official endpoint.</summary>
    internal const string Official = "https://api.openai.com/v1";

    /// <summary>The address below which the server answers, with its version, such as http://localhost:8000/v1.</summary>
    /// <value>The default value is OpenAI's own.</value>
    [MinLength(1)]
    public string Endpoint { get; set; } = Official;

    /// <summary>The environment variable that holds the key. Empty sends none; where the variable is not set, only the official endpoint is not asked.</summary>
    /// <value>The default value is OPENAI_API_KEY.</value>
    public string ApiKeyVariable { get; set; } = "OPENAI_API_KEY";

    /// <summary>How prompts are continued: as the answer to a message, or by the completions endpoint, which continues the text itself.</summary>
    /// <value>The default value is chat.</value>
    public GenerationEndpoint Generate { get; set; }

    /// <summary>
    /// Whether the completions endpoint echoes prompts with their log-probabilities (<c>echo</c>, <c>logprobs</c>), as vLLM's does;
    /// the model then scores.
    /// </summary>
    /// <value>The default value is false.</value>
    public bool Score { get; set; }

    /// <summary>Whether equal requests with equal seeds have equal answers. Seeds are sent in any case; this says that the server keeps to them.</summary>
    /// <value>The default value is false.</value>
    public bool Seeded { get; set; }

    /// <summary>The member of a request that bounds the answer's tokens.</summary>
    /// <value>The default value is automatic: max_completion_tokens at the official endpoint, max_tokens elsewhere.</value>
    public LengthMember LengthMember { get; set; }

    /// <summary>Whether reasoning is sent back when the conversation goes on, as models that reason between calls of tools want it.</summary>
    /// <value>The default value is false: it is kept for people alone.</value>
    public bool ReturnReasoning { get; set; }
}
