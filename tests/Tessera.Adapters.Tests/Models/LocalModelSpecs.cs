using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Generation;
using Tessera.Adapters.Models.Local;
using Tessera.Adapters.Models.Scoring;
using Tessera.Adapters.Safetensors;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Models;

/// <summary>A base model answers as every language model does.</summary>
public sealed class LocalModelSpecs : IDisposable
{
    private static readonly string Shipped = Path.Combine(Repository.Samples, "models", "tiny");

    private readonly TemporaryFolder _folder = new();

    public LocalModelSpecs() => Libtorch.EnsureLoaded();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Greedy_texts_are_those_of_the_generator()
    {
        using var model = Model();
        using var folder = LanguageModelFolder.Open(Shipped);
        string[] prompts = ["Anna", "The dog is", "", "Every morning the old man"];
        var expected = new TextGenerator(folder.Model, folder.Tokenizer).Generate([.. prompts.Select(folder.Tokenizer.EncodeWhole)], new GenerationOptions { MaxTokens = 20 }, default(Seed));

        var written = await model.GenerateAsync([.. prompts.Select(prompt => new GenerationRequest(prompt, new SamplingOptions { MaxTokens = 20 }))], CancellationToken.None);

        written.Select(one => one.Text).Should().Equal(expected.Select(one => one.Text));
        written.Select(one => one.Truncated).Should().Equal(expected.Select(one => one.End == GenerationEnd.Length));
        written[0].Usage.Should().Be(new Usage(folder.Tokenizer.EncodeWhole("Anna").Count, expected[0].Tokens.Count));
    }

    [Fact]
    public async Task What_is_drawn_depends_on_the_request_alone()
    {
        using var model = Model();
        List<GenerationRequest> requests =
        [
            .. Enumerable.Range(0, 12).Select(index => new GenerationRequest(
                index % 2 == 0 ? "Anna" : "The dog is in the", new SamplingOptions { Temperature = index % 3 == 0 ? 1 : 0.7, TopP = 0.9, MaxTokens = 12 + index % 2, Stop = index % 4 == 0 ? ["\n", "."] : [] }, new Seed((ulong)(index / 2)))),
        ];
        var together = await model.GenerateAsync(requests, CancellationToken.None);

        var reversed = await model.GenerateAsync([.. Enumerable.Reverse(requests)], CancellationToken.None);
        var alone = await Task.WhenAll(requests.Select(request => model.GenerateAsync([request], CancellationToken.None)));

        reversed.Reverse().Select(one => one.Text).Should().Equal(together.Select(one => one.Text));
        alone.Select(one => one[0].Text).Should().Equal(together.Select(one => one.Text));
        together.Where((_, index) => index % 2 == 0).Select(one => one.Text).Distinct().Should().HaveCountGreaterThan(3, "seeds differ");
    }

    [Fact]
    public async Task Stops_end_a_text_and_are_no_part_of_it()
    {
        using var model = Model();
        var whole = (await Ask(model, new SamplingOptions { MaxTokens = 30 })).Text;
        var stop = whole[8..12];

        (await Ask(model, new SamplingOptions { MaxTokens = 30, Stop = ["never written", stop] })).Should().Match<Sdk.Language.Generation>(
            one => one.Text == whole.Substring(0, whole.IndexOf(stop, StringComparison.Ordinal)) && !one.Truncated);
    }

    [Fact]
    public async Task The_probability_of_what_was_written_is_its_score()
    {
        using var model = Model();
        var request = new GenerationRequest("The dog", new SamplingOptions { Temperature = 0.8, MaxTokens = 15, Stop = ["."] }, new Seed(3));
        var written = (await model.GenerateAsync([request], CancellationToken.None))[0];

        var score = (await model.ScoreAsync([new ScoreRequest("The dog", written.Text)], CancellationToken.None))[0];

        written.LogProbability.Should().BeApproximately(score.LogProbability, 1e-4, "this text is cut into the tokens that were drawn");
    }

    [Fact]
    public async Task A_score_is_the_sum_over_the_continuations_tokens_after_the_contexts_tokens()
    {
        using var model = Model();
        using var folder = LanguageModelFolder.Open(Shipped);
        (string Context, string Continuation)[] asked = [("Anna", " has a dog."), ("Anna", " has"), ("Ann", "a has"), ("", "Anna"), ("The dog is\n", ""), ("The dog is\n", "in")];
        var expected = new ContinuationScorer(folder.Model).Score([.. asked.Select(one => new Continuation(folder.Tokenizer.EncodeWhole(one.Context), folder.Tokenizer.EncodeAfter(one.Continuation)))]);

        var scores = await model.ScoreAsync([.. asked.Select(one => new ScoreRequest(one.Context, one.Continuation))], CancellationToken.None);

        for (var i = 0; i < asked.Length; i++)
        {
            scores[i].LogProbability.Should().BeApproximately(expected[i].Sum(value => (double)value), 1e-5);
            scores[i].TokenCount.Should().Be(expected[i].Length);
            scores[i].Usage.Should().Be(new Usage(folder.Tokenizer.EncodeWhole(asked[i].Context).Count + expected[i].Length, 0));
        }

        model.ScoringWork.Computed.Should().BeLessThan(model.ScoringWork.Asked);
    }

    [Fact]
    public async Task The_next_tokens_are_the_likeliest_ones()
    {
        using var model = Model();
        var few = await model.PredictNextAsync([new NextTokenRequest("The dog", 3), new NextTokenRequest("Anna has a", 5000)], CancellationToken.None);

        few[0].Tokens.Should().HaveCount(3).And.BeInDescendingOrder(token => token.Value);
        few[1].Tokens.Should().HaveCount(855, "there are no more");
        few[1].Tokens.Sum(token => Math.Exp(token.Value)).Should().BeApproximately(1, 1e-6);
        var likeliest = few[0].Tokens[0];
        (await model.ScoreAsync([new ScoreRequest("The dog", likeliest.Key)], CancellationToken.None))[0].LogProbability.Should().BeApproximately(likeliest.Value, 1e-5);
        (await Ask(model, new SamplingOptions { MaxTokens = 1 }, "The dog")).Text.Should().Be(likeliest.Key);
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused_before_anything_is_read()
    {
        using var model = Model();
        model.ContextLimit.Should().Be(128);
        var words = string.Concat(Enumerable.Repeat("dog ", 200));

        foreach (var ask in (Func<Task>[])
        [
            () => Ask(model, new SamplingOptions(), words), () => model.ScoreAsync([new ScoreRequest(words, "dog")], CancellationToken.None),
            () => model.ScoreAsync([new ScoreRequest("dog", words)], CancellationToken.None), () => model.PredictNextAsync([new NextTokenRequest(words, 1)], CancellationToken.None),
        ])
            (await ask.Should().ThrowAsync<ContextExceededException>()).WithMessage("error TESS4405: The language model 'local:tiny:float32@* reads 128 tokens, and * are needed.*");
        model.ScoringWork.Should().Be(default(ScoringWork));
    }

    [Theory]
    [InlineData(-1, 1, 10)]
    [InlineData(double.NaN, 1, 10)]
    [InlineData(double.PositiveInfinity, 1, 10)]
    [InlineData(1, 0, 10)]
    [InlineData(1, 1.5, 10)]
    [InlineData(1, double.NaN, 10)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 1, int.MinValue)]
    public async Task Sampling_without_meaning_is_refused(double temperature, double topP, int maxTokens)
    {
        using var model = Model();
        await FluentActions.Awaiting(() => Ask(model, new SamplingOptions { Temperature = temperature, TopP = topP, MaxTokens = maxTokens })).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => Ask(model, new SamplingOptions { Stop = [""] })).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => model.PredictNextAsync([new NextTokenRequest("a", 0)], CancellationToken.None)).Should().ThrowAsync<ArgumentException>();
        (await Ask(model, new SamplingOptions { MaxTokens = int.MaxValue })).Text.Should().NotBeEmpty("the context's end ends a text, too");
    }

    [Fact]
    public async Task A_model_without_a_token_for_the_beginning_needs_a_text_to_begin_with()
    {
        TinyModel.Llama().Write(_folder);
        using var model = Model(new LocalModelOptions { Path = _folder.Path });

        (await FluentActions.Awaiting(() => model.ScoreAsync([new ScoreRequest("", "a")], CancellationToken.None)).Should().ThrowAsync<TesseraException>())
            .Which.Diagnostics.Single().Id.Should().Be("TESS4431");
    }

    [Fact]
    public async Task Many_may_ask_at_the_same_time_and_nobody_waits_for_who_has_gone()
    {
        using var model = Model();
        var alone = await Score(model, "The dog", " is");

        var scores = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Score(model, "The dog", " is")));

        scores.Should().OnlyContain(score => Math.Abs(score - alone) < 1e-5);
        await FluentActions.Awaiting(() => model.ScoreAsync([new ScoreRequest("a", "b")], new CancellationToken(canceled: true))).Should().ThrowAsync<OperationCanceledException>();
        (await model.ScoreAsync([], CancellationToken.None)).Should().BeEmpty();
        (await model.GenerateAsync([], CancellationToken.None)).Should().BeEmpty();
    }

    [Fact]
    public void The_identity_is_that_of_weights_tokenizer_type_and_adapter()
    {
        TinyModel.Llama().Write(_folder);
        using var adapter = new TemporaryFolder();
        WriteAdapter(adapter, 1);

        var plain = Identity(new LocalModelOptions { Path = _folder.Path });
        Identity(new LocalModelOptions { Path = _folder.Path + Path.DirectorySeparatorChar, Device = "cpu", TokensPerBatch = 7, CacheMegabytes = 1 }).Should().Be(plain, "how it is computed is not what is computed");
        var half = Identity(new LocalModelOptions { Path = _folder.Path, Dtype = ModelType.Float64 });
        var adapted = Identity(new LocalModelOptions { Path = _folder.Path, Adapter = adapter.Path });
        WriteAdapter(adapter, 2);
        var other = Identity(new LocalModelOptions { Path = _folder.Path, Adapter = adapter.Path });
        File.AppendAllText(Path.Combine(_folder.Path, "tokenizer.json"), "\n");
        var retokenized = Identity(new LocalModelOptions { Path = _folder.Path });

        ((string[])[plain, half, adapted, other, retokenized]).Should().OnlyHaveUniqueItems().And.OnlyContain(identity => identity.StartsWith("local:tessera-cli-", StringComparison.Ordinal));
        adapted.Should().Contain("+lora:float32@");
    }

    [Fact]
    public async Task An_adapter_changes_the_answers()
    {
        TinyModel.Llama().Write(_folder);
        using var adapter = new TemporaryFolder();
        WriteAdapter(adapter, 1);
        using var plain = Model(new LocalModelOptions { Path = _folder.Path });
        using var adapted = Model(new LocalModelOptions { Path = _folder.Path, Adapter = adapter.Path });

        (await Score(adapted, "abc", "de")).Should().NotBeApproximately(await Score(plain, "abc", "de"), 1e-3);
        (await FluentActions.Awaiting(() => Score(Model(new LocalModelOptions { Path = Shipped, Adapter = adapter.Path }), "a", "b")).Should().ThrowAsync<TesseraException>())
            .Which.Diagnostics.Single().Id.Should().Be("TESS5208");
    }

    [Fact]
    public void What_is_no_model_is_told_when_it_is_asked()
    {
        using var model = Model(new LocalModelOptions { Path = _folder.Path });

        model.Capabilities.Should().HaveFlag(LanguageModelCapabilities.Score).And.HaveFlag(LanguageModelCapabilities.Seeded).And.NotHaveFlag(LanguageModelCapabilities.Chat);
        model.Invoking(one => one.Identity).Should().Throw<TesseraException>().Which.Diagnostics.Single().Id.Should().Be("TESS5201");
    }

    [Fact]
    [SuppressMessage("Reliability", "CA2000", Justification = "Disposed of in the loop.")]
    public void Many_calls_leave_nothing_behind()
    {
        using var opened = LocalModel.Open(new LocalModelOptions { Path = Shipped, CacheMegabytes = 1, TokensPerBatch = 64 });
        void Ask()
        {
            opened.Score([.. Enumerable.Range(0, 20).Select(index => new ScoreRequest($"The dog {index % 3}", $" is {index}"))], CancellationToken.None);
            opened.Generate([new GenerationRequest("The", new SamplingOptions { Temperature = 1, MaxTokens = 8 }, new Seed(1)), new GenerationRequest("A", new SamplingOptions { MaxTokens = 5, Stop = ["e"] })], CancellationToken.None);
            opened.PredictNext([new NextTokenRequest("The", 3)], CancellationToken.None);
        }

        Ask();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 30; i++) Ask();
        LocalModel.Open(new LocalModelOptions { Path = Shipped }).Dispose();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }

    private static LocalLanguageModel Model(LocalModelOptions? options = null) => new(options ?? new LocalModelOptions { Path = Shipped });

    private static string Identity(LocalModelOptions options)
    {
        using var model = Model(options);
        return model.Identity;
    }

    private static async Task<double> Score(LocalLanguageModel model, string context, string continuation) =>
        (await model.ScoreAsync([new ScoreRequest(context, continuation)], CancellationToken.None))[0].LogProbability;

    private static async Task<Sdk.Language.Generation> Ask(LocalLanguageModel model, SamplingOptions sampling, string prompt = "Anna") =>
        (await model.GenerateAsync([new GenerationRequest(prompt, sampling, new Seed(1))], CancellationToken.None))[0];

    private static void WriteAdapter(TemporaryFolder folder, int seed)
    {
        using var scope = torch.NewDisposeScope();
        var numbers = new Random(seed);
        folder.File("adapter_config.json", new JsonObject { ["peft_type"] = "LORA", ["r"] = 2, ["lora_alpha"] = 2, ["target_modules"] = new JsonArray("q_proj") }.ToJsonString());
        SafetensorsWriter.Write(Path.Combine(folder.Path, "adapter_model.safetensors"), new Dictionary<string, torch.Tensor>
        {
            ["base_model.model.model.layers.1.self_attn.q_proj.lora_A.weight"] = Tensors.Random(numbers, 2, 16).to_type(torch.ScalarType.Float32),
            ["base_model.model.model.layers.1.self_attn.q_proj.lora_B.weight"] = Tensors.Random(numbers, 16, 2).Times(10).to_type(torch.ScalarType.Float32),
        });
    }
}
