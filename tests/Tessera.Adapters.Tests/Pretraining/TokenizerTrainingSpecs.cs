using Tessera.Adapters.Models.Folders;
using Tessera.Adapters.Models.Tokenizers;

namespace Tessera.Adapters.Tests.Pretraining;

/// <summary>A tokenizer is trained on my text, and written as Hugging Face has it.</summary>
public class TokenizerTrainingSpecs
{
    private static readonly string[] Texts = ["the fox sees the bird.", "the birds see the fox.", "the fox, the fox!"];

    [Fact]
    public void The_commonest_neighbours_merge_first()
    {
        var merges = BytePairTraining.FindMerges(Texts, 262);

        // " the" is the commonest word, six times; among its equally common pairs the letters decide.
        merges.Should().Equal(("h", "e"), ("t", "he"), ("Ġ", "the"), ("f", "o"));
    }

    [Fact]
    public void Merges_end_where_every_word_is_one_piece()
    {
        using var folder = new TemporaryFolder();
        var merges = BytePairTraining.FindMerges(Texts, 100_000);
        TokenizerWriter.Write(folder.Path, merges);
        var tokenizer = TokenizerFiles.OpenNew(folder.Path);

        tokenizer.Encode("the fox sees the birds.").Should().HaveCount(6);
    }

    [Theory]
    [InlineData("the fox sees the bird.")]
    [InlineData("Ein Fuchs, 42 Vögel – 狐!")]
    [InlineData("  two  spaces\nand a line")]
    public void Any_text_comes_back(string text)
    {
        using var folder = new TemporaryFolder();
        TokenizerWriter.Write(folder.Path, BytePairTraining.FindMerges(Texts, 300));
        var tokenizer = TokenizerFiles.OpenNew(folder.Path);

        tokenizer.Decode(tokenizer.Encode(text)).TrimStart(' ').Should().Be(text.TrimStart(' '));
    }

    [Fact]
    public void A_text_begins_and_ends_with_tokens_of_their_own()
    {
        using var folder = new TemporaryFolder();
        TokenizerWriter.Write(folder.Path, BytePairTraining.FindMerges(Texts, 300));
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), """{ "architectures": ["LlamaForCausalLM"], "eos_token_id": 1 }""");

        // As the folder of a model is opened, and as one that is still being made.
        foreach (var tokenizer in new[] { TokenizerFiles.Open(folder.Path, ModelConfig.Read(folder.Path)), TokenizerFiles.OpenNew(folder.Path) })
        {
            tokenizer.Begin.Should().Be(0);
            tokenizer.Ends.Should().Equal(1);
            tokenizer.EncodeWhole("the fox").Should().StartWith(0);
        }
    }
}
