using System.Text.Json;
using Tessera.Adapters.Models;

namespace Tessera.Adapters.Tests.Models;

/// <summary>Texts become the tokens that SentencePiece makes of them.</summary>
public class TokenizerGoldenSpecs
{
    [Fact]
    public void Texts_become_the_tokens_of_the_reference()
    {
        using var folder = LanguageModelFolder.Open(SharedData.Require("models/stories260k"));
        using var golden = JsonDocument.Parse(File.ReadAllText(SharedData.Require("golden/tokenizer.json")));
        foreach (var one in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            var text = one.GetProperty("text").GetString()!;
            var tokens = folder.Tokenizer.Encode(text);
            tokens.Should().Equal(one.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()), "these are the pieces of '{0}'", text);
            folder.Tokenizer.Decode(tokens).Should().Be(text);
        }
    }
}
