using System.Text.Json;
using Tessera.Adapters.Models;

namespace Tessera.Adapters.Tests.Models;

/// <summary>Texts become the tokens that SentencePiece makes of them, whichever file the pieces come from.</summary>
public class TokenizerGoldenSpecs
{
    [Theory]
    [InlineData("tokenizer.model")]
    [InlineData("tokenizer.json")]
    public void Texts_become_the_tokens_of_the_reference_and_come_back(string file)
    {
        using var alone = new TemporaryFolder();
        using var folder = Open(alone, file);
        using var golden = JsonDocument.Parse(File.ReadAllText(SharedData.Require("golden/tokenizer.json")));
        foreach (var one in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            var text = one.GetProperty("text").GetString()!;
            var tokens = folder.Tokenizer.Encode(text);
            tokens.Should().Equal(one.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()), "these are the pieces of '{0}'", text);
            folder.Tokenizer.Decode(tokens).Should().Be(text);
        }

        folder.Tokenizer.Begin.Should().Be(1);
        folder.Tokenizer.Ends.Should().Equal(2);
        folder.Tokenizer.Encode("<s>A</s>").Should().Equal(1, 410, 447, 2);
        folder.Tokenizer.EncodeWhole("A").Should().Equal(1, 410, 447);
        folder.Tokenizer.Decode([1, 410, 447, 2]).Should().Be("A");
        folder.Tokenizer.DecodeAfter([447], [410, 447]).Should().Be(" A");
    }
    [Theory]
    [InlineData("tokenizer.model")]
    [InlineData("tokenizer.json")]
    public void A_text_that_goes_on_gets_no_space_that_it_does_not_have(string file)
    {
        using var alone = new TemporaryFolder();
        using var folder = Open(alone, file);
        var context = folder.Tokenizer.EncodeWhole("Once upon");

        foreach (var text in (string[])[" a time", "a time", "", "\n", "é", "  two spaces"])
            folder.Tokenizer.DecodeAfter(context, folder.Tokenizer.EncodeAfter(text)).Should().Be(text);
        folder.Tokenizer.EncodeAfter("A").Should().NotEqual(folder.Tokenizer.Encode("A"));
        folder.Tokenizer.EncodeAfter(" A").Should().Equal(folder.Tokenizer.Encode("A"));
    }

    private static LanguageModelFolder Open(TemporaryFolder alone, string file)
    {
        foreach (var name in (string[])["config.json", "model.safetensors", "tokenizer_config.json", file])
            File.Copy(Path.Combine(SharedData.Require("models/stories260k"), name), Path.Combine(alone.Path, name));
        return LanguageModelFolder.Open(alone.Path);
    }
}
