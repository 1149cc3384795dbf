using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Generation;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Models;

/// <summary>Texts are continued the same alone and together, with a cache and without.</summary>
public sealed class GenerationSpecs : IDisposable
{
    private static readonly IReadOnlyList<IReadOnlyList<int>> Contexts = [[0, 7, 3], [5], [0, 2, 9, 14, 22, 8, 3], [0, 7, 3], [11, 12]];

    private readonly TemporaryFolder _folder = new();

    public GenerationSpecs() => Libtorch.EnsureLoaded();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{}", "LlamaForCausalLM")]
    [InlineData("""{ "sliding_window": 4 }""", "MistralForCausalLM")]
    [InlineData("{}", "PhiForCausalLM")]
    public void The_cache_changes_nothing(string changes, string architecture)
    {
        var tiny = architecture.StartsWith("Phi", StringComparison.Ordinal) ? TinyModel.Phi(changes) : TinyModel.Llama(changes, architecture);
        using var folder = LanguageModelFolder.Open(tiny.Write(_folder), ModelType.Float64);

        var written = new TextGenerator(folder.Model, folder.Tokenizer).Generate(Contexts, new GenerationOptions { MaxTokens = 20, StopTokens = [] }, new Seed(1));

        for (var i = 0; i < Contexts.Count; i++) written[i].Tokens.Should().Equal(WithoutCache(folder.Model, Contexts[i], 20));
    }

    [Fact]
    public void What_the_cache_holds_gives_the_same_states_as_reading_all_again()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = Open();
        using var cache = new KeyValueCache(folder.Model.LayerCount);
        int[][] texts = [[0, 7, 3, 30, 21, 12, 9], [5, 8, 2], [4, 4, 19, 20, 31]];

        torch.Tensor Read(params int[][] parts) => folder.Model.Run(TokenBatch.Of(parts, folder.Model.Device), cache: cache);

        Read(texts[0][..3], texts[1][..1], texts[2][..2]);
        var second = Read(texts[0][3..6], texts[1][1..3], texts[2][2..3]);
        cache.Keep([2, 0]);
        var third = Read(texts[2][3..], texts[0][6..]);

        torch.Tensor Whole(int text) => folder.Model.Run(TokenBatch.Of([texts[text]], folder.Model.Device))[0];
        second[0].ShouldBeNear(Whole(0)[3..6], 1e-12);
        second[1, ..2].ShouldBeNear(Whole(1)[1..3], 1e-12);
        second[2, ..1].ShouldBeNear(Whole(2)[2..3], 1e-12);
        third[0].ShouldBeNear(Whole(2)[3..5], 1e-12);
        third[1, ..1].ShouldBeNear(Whole(0)[6..7], 1e-12);
        cache.Lengths.Should().Equal(5, 7);
    }

    [Fact]
    public void A_cache_refuses_other_sequences_than_its_own()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = Open();
        using var cache = new KeyValueCache(folder.Model.LayerCount);
        folder.Model.Run(TokenBatch.Of([[3], [4]], folder.Model.Device), cache: cache);

        var read = () => folder.Model.Run(TokenBatch.Of([[3]], folder.Model.Device), cache: cache);

        read.Should().Throw<ArgumentException>().WithMessage("The cache holds 2 sequences, and the batch has 1.*");
    }

    [Fact]
    public void Drawn_texts_depend_on_the_seed_and_on_nothing_beside_them()
    {
        using var folder = Open();
        var generator = new TextGenerator(folder.Model, folder.Tokenizer);
        var options = new GenerationOptions { MaxTokens = 12, Temperature = 1.5, TopP = 0.95, StopTokens = [] };

        var together = generator.Generate(Contexts, options, new Seed(3));
        var oneByOne = generator.Generate(Contexts, options with { TokensPerBatch = 1 }, new Seed(3));
        var other = generator.Generate(Contexts, options, new Seed(4));

        together.Select(one => one.Text).Should().Equal(oneByOne.Select(one => one.Text));
        together[0].Text.Should().NotBe(together[3].Text, "equal contexts are drawn apart");
        together.Select(one => one.Text).Should().NotEqual(other.Select(one => one.Text));
    }

    [Fact]
    public void A_share_that_one_token_reaches_takes_the_likeliest()
    {
        using var folder = Open();
        var generator = new TextGenerator(folder.Model, folder.Tokenizer);
        var options = new GenerationOptions { MaxTokens = 12, StopTokens = [] };

        generator.Generate(Contexts, options with { Temperature = 2, TopP = 1e-9 }, new Seed(3)).Select(one => one.Text)
            .Should().Equal(generator.Generate(Contexts, options, new Seed(3)).Select(one => one.Text));
    }

    [Fact]
    public void Tokens_are_drawn_as_often_as_they_are_likely()
    {
        using var scope = torch.NewDisposeScope();
        var logits = torch.tensor([0.4, 0.1, 0.3, 0.2]).log().expand(40000, 4);
        var random = new Seed(8).CreateRandom();
        IReadOnlyList<Random> generators = [.. Enumerable.Repeat(random, 40000)];

        double[] Shares(double temperature, double topP)
        {
            var drawn = TokenChoice.Of(logits, new GenerationOptions { Temperature = temperature, TopP = topP }, generators).data<long>().ToArray();
            return [.. Enumerable.Range(0, 4).Select(token => drawn.Count(one => one == token) / 40000.0)];
        }

        // Five standard errors are 0.0125.
        Shares(1, 1).Zip([0.4, 0.1, 0.3, 0.2]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 0.0125);
        Shares(1, 0.65).Zip([4.0 / 7, 0, 3.0 / 7, 0]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 0.0125);
        Shares(0.5, 1).Zip([16 / 30.0, 1 / 30.0, 9 / 30.0, 4 / 30.0]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 0.0125);
    }

    [Fact]
    public void A_text_ends_before_a_text_that_stops_it()
    {
        using var folder = Open();
        var generator = new TextGenerator(folder.Model, folder.Tokenizer);
        var whole = generator.Generate([[0, 7, 3]], new GenerationOptions { MaxTokens = 20, StopTokens = [] }, new Seed(1))[0];
        var stop = whole.Text[6..9];

        var stopped = generator.Generate([[0, 7, 3]], new GenerationOptions { MaxTokens = 20, StopTokens = [], StopTexts = ["never written", stop] }, new Seed(1))[0];

        stopped.Text.Should().Be(whole.Text[..whole.Text.IndexOf(stop, StringComparison.Ordinal)]);
        stopped.End.Should().Be(GenerationEnd.Stop);
    }

    [Fact]
    public void A_text_ends_at_a_token_that_stops_it()
    {
        using var folder = Open();
        var generator = new TextGenerator(folder.Model, folder.Tokenizer);
        var whole = generator.Generate(Contexts, new GenerationOptions { MaxTokens = 20, StopTokens = [] }, new Seed(1));
        var stop = whole[0].Tokens[4];

        var stopped = generator.Generate(Contexts, new GenerationOptions { MaxTokens = 20, StopTokens = [stop] }, new Seed(1));

        for (var i = 0; i < Contexts.Count; i++)
        {
            stopped[i].Tokens.Should().Equal(whole[i].Tokens.TakeWhile(token => token != stop));
            stopped[i].End.Should().Be(whole[i].Tokens.Contains(stop) ? GenerationEnd.Stop : GenerationEnd.Length);
        }
    }

    [Fact]
    public void A_text_ends_where_the_model_can_read_no_further()
    {
        using var folder = Open();
        var context = Enumerable.Repeat(5, 60).ToList();

        var written = new TextGenerator(folder.Model, folder.Tokenizer).Generate([context, [5]], new GenerationOptions { MaxTokens = 50, StopTokens = [] }, new Seed(1));
        var tooLong = () => new TextGenerator(folder.Model, folder.Tokenizer).Generate([Enumerable.Repeat(5, 64).ToList()], new GenerationOptions(), new Seed(1));

        written[0].Tokens.Should().HaveCount(4);
        written[1].Tokens.Should().HaveCount(50);
        tooLong.Should().Throw<ArgumentException>().WithMessage("A context has 64 tokens; from 1 to 63 can be continued.*");
    }

    private LanguageModelFolder Open() => LanguageModelFolder.Open(TinyModel.Llama().Write(_folder), ModelType.Float64);

    private static List<int> WithoutCache(CausalModel model, IReadOnlyList<int> context, int count)
    {
        using var scope = torch.NewDisposeScope();
        var tokens = context.ToList();
        for (var i = 0; i < count; i++) tokens.Add((int)model.Score(model.Run(TokenBatch.Of([tokens], model.Device))[0, -1]).argmax().item<long>());
        return tokens[context.Count..];
    }
}
