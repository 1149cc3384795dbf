using System.Security.Cryptography;
using System.Text;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.PromptTasks;

/// <summary>Says by a few digits whether two people have the same examples in the same order.</summary>
internal static class ExampleFingerprint
{
    private const char Unit = '\u001f';
    private const char Record = '\u001e';

    /// <summary>The first 16 digits of SHA-256 over input and target of each example, with the separators of ASCII between.</summary>
    /// <param name="examples">The examples.</param>
    public static string Of(IEnumerable<Example> examples)
    {
        var text = string.Join(Record, examples.Select(example => $"{example.Input}{Unit}{example.Target}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }
}
