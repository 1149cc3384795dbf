using System.Text;
using Tessera.Sdk.Language;

namespace Tessera.Models.Http;

/// <summary>The secret that a service knows its customer by. It comes from the environment and goes nowhere but into the request.</summary>
internal sealed class ServiceKey
{
    // Shorter stretches stand in other words by chance, and tell nobody a key. Local servers are given keys such as EMPTY.
    private const int TellingLength = 8;

    // An answer is changed only where chance is out of the question.
    private const int UnmistakableLength = 16;
    private const string Hidden = "***";

    private readonly string? _value;

    private ServiceKey(string variable, string? value) => (Variable, _value) = (variable, value);

    /// <summary>The environment variable.</summary>
    public string Variable { get; }

    /// <summary>The secret; null for none.</summary>
    public string? Reveal() => _value;

    /// <summary>Reads the key.</summary>
    /// <param name="variable">The environment variable; empty for a service that needs no key.</param>
    /// <param name="isNeeded">Whether there must be one.</param>
    /// <exception cref="LanguageModelException">TESS4402: there is no key, or what is there is none.</exception>
    public static ServiceKey Read(string variable, bool isNeeded)
    {
        var value = variable.Length == 0 ? "" : (Environment.GetEnvironmentVariable(variable) ?? "").Trim();
        if (value.Length == 0 && isNeeded)
        {
            throw new LanguageModelException(variable.Length == 0
                ? "error TESS4402: The service needs a key, and 'apiKeyVariable' names no environment variable. Name the one that holds the key."
                : $"error TESS4402: The environment variable {variable} is not set, so there is no key for the service. Set it to the key, or name another variable in 'apiKeyVariable'.");
        }

        // A header with such a character would be refused by an exception that shows the key.
        if (value.Any(character => character is <= ' ' or > '~'))
            throw new LanguageModelException($"error TESS4402: The environment variable {variable} holds characters that no key has. Set it to the key alone, without quotes, spaces or line breaks.");
        return new ServiceKey(variable, value.Length == 0 ? null : value);
    }

    /// <summary>A text without the key.</summary>
    public string Hide(string text) => _value is { Length: >= UnmistakableLength } ? text.Replace(_value, Hidden, StringComparison.Ordinal) : text;

    /// <summary>A text without the key and without any telling part of it, for what is shown to people. It takes time in proportion to both lengths.</summary>
    public string HideParts(string text)
    {
        if (_value is not { Length: >= TellingLength }) return text;
        var shown = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var length = LengthOfPart(text, at);
            if (length == 0) shown.Append(text[at++]);
            else
            {
                shown.Append(Hidden);
                at += length;
            }
        }

        return shown.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => Variable;

    private int LengthOfPart(string text, int at)
    {
        if (at + TellingLength > text.Length || !_value!.Contains(text.Substring(at, TellingLength), StringComparison.Ordinal)) return 0;
        var length = TellingLength;
        while (at + length < text.Length && _value.Contains(text.Substring(at, length + 1), StringComparison.Ordinal)) length++;
        return length;
    }
}
