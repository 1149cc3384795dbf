using System.ComponentModel.DataAnnotations;
using Tessera.Models.Http;

namespace Tessera.Models.Anthropic;

/// <summary>Options of <c>model/anthropic</c>.</summary>
public sealed class AnthropicModelOptions : ServiceOptions
{
    /// <summary>The official endpoint.</summary>
    internal const string Official = "https://api.anthropic.com/v1";

    /// <summary>The address below which the service answers, with its version.</summary>
    /// <value>The default value is Anthropic's own.</value>
    [MinLength(1)]
    public string Endpoint { get; set; } = Official;

    /// <summary>The environment variable that holds the key. Empty sends none; where the variable is not set, only the official endpoint is not asked.</summary>
    /// <value>The default value is ANTHROPIC_API_KEY.</value>
    public string ApiKeyVariable { get; set; } = "ANTHROPIC_API_KEY";

    /// <summary>
    /// How many tokens the model may think before each answer, on top of those that it may write. Sampling options have no effect then,
    /// and the model cannot be made to call a tool.
    /// </summary>
    /// <value>The default value is null: it does not think.</value>
    [Range(1024, 1_000_000)]
    public int? ThinkingTokens { get; set; }

    /// <summary>Whether the service keeps the beginning of a conversation, so that the next request reads it for less.</summary>
    /// <value>The default value is true.</value>
    public bool Cache { get; set; } = true;

    /// <summary>The price of a million tokens that go into the service's cache.</summary>
    /// <value>The default value is null: that of tokens read.</value>
    [Range(0, 1e9)]
    public double? CacheWritePrice { get; set; }
}
