using System.Text.Json.Nodes;
using Tessera.Models.Http;
using Tessera.Sdk.Language;

namespace Tessera.Models.OpenAI;

/// <summary>Finds a continuation's tokens in an echoed text and adds up their log-probabilities.</summary>
/// <remarks>
/// Tokens are matched by their text from the end, because servers count marks such as a beginning's into offsets and lengths.
/// A token that spans the joint of context and continuation counts whole.
/// </remarks>
internal static class EchoedScore
{
    /// <summary>Reads a score.</summary>
    /// <exception cref="LanguageModelException">TESS4408: the answer does not hold the log-probabilities of the continuation.</exception>
    public static ContinuationScore Read(JsonObject answer, ScoreRequest request, Usage usage)
    {
        var probabilities = AnswerReader.Choice(answer)["logprobs"];
        var tokens = probabilities.Member("tokens").Elements().Select(token => token.AsText() ?? "").ToList();
        var logs = probabilities.Member("token_logprobs").Elements().ToList();
        if (tokens.Count == 0 || logs.Count != tokens.Count) throw Unscored("it echoes no log-probabilities");
        var (end, first) = (request.Continuation, tokens.Count);
        for (var left = end.Length; left > 0; left -= tokens[first].Length)
        {
            if (first == 0) throw Unscored("its tokens do not add up to the text");
            first--;
            if (!Fits(tokens[first], end.AsSpan(0, left))) throw Unscored("its tokens do not add up to the text");
        }

        var sum = 0.0;
        foreach (var log in logs.Skip(first))
            sum += log is JsonValue value && value.TryGetValue<double>(out var number) ? number : throw Unscored("a token has no log-probability. Give a context that is not empty");
        return new ContinuationScore(sum, tokens.Count - first, usage);
    }

    // The end of the token is the end of what is left, or what is left is the end of a token that spans the joint.
    private static bool Fits(string token, ReadOnlySpan<char> left) => token.Length <= left.Length ? left.EndsWith(token) : token.AsSpan().EndsWith(left);

    private static LanguageModelException Unscored(string reason) => new(
        $"error TESS4408: The server's answer gives no score of the continuation: {reason}. Use a server whose completions endpoint takes 'echo' and 'logprobs', or leave the option 'score' out.");
}
