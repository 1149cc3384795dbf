using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Lora;
using Tessera.Adapters.Models.Scoring;
using Tessera.Adapters.Tasks;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Models;

/// <summary>What continuations have in common is computed once, and their scores are the same as alone.</summary>
public sealed class PrefixScoringSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Random _numbers = new(2);

    public PrefixScoringSpecs() => Libtorch.EnsureLoaded();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{}", "LlamaForCausalLM")]
    [InlineData("""{ "sliding_window": 4 }""", "MistralForCausalLM")]
    [InlineData("{}", "PhiForCausalLM")]
    public void Scores_are_those_of_each_continuation_alone_whatever_fits_into_memory(string changes, string architecture)
    {
        var tiny = architecture.StartsWith("Phi", StringComparison.Ordinal) ? TinyModel.Phi(changes) : TinyModel.Llama(changes, architecture);
        using var folder = LanguageModelFolder.Open(tiny.Write(_folder), ModelType.Float64);
        var asked = Related(120);
        var alone = Alone(folder.Model, asked);

        foreach (var (tokens, bytes, logits) in ((int, long, int)[])[(4096, 1L << 29, 1 << 22), (30, 1L << 29, 100), (1, 1, 1), (64, 40_000, 1 << 22), (4096, 200_000, 200)])
            ShouldBeNear(new PrefixScorer(folder.Model, tokens, bytes, logits).Score(asked), alone, 1e-10);
    }

    [Fact]
    public void Scores_are_those_of_a_slow_version_of_the_model()
    {
        var tiny = TinyModel.Llama();
        using var folder = LanguageModelFolder.Open(tiny.Write(_folder), ModelType.Float64);
        var asked = Related(30);
        var slow = asked.Select(one =>
        {
            var logits = new SlowModel(tiny).Logits([.. one.Context, .. one.Tokens]);
            return one.Tokens.Select((token, index) => logits[one.Context.Count - 1 + index][token] - Math.Log(logits[one.Context.Count - 1 + index].Sum(Math.Exp))).Sum();
        }).ToList();

        ShouldBeNear(new PrefixScorer(folder.Model).Score(asked), slow, 1e-6);
    }

    [Fact]
    public void In_single_precision_scores_do_not_depend_on_what_else_is_asked()
    {
        using var folder = LanguageModelFolder.Open(Path.Combine(Repository.Samples, "models", "tiny"));
        var sentences = TaskFolder.Read(Path.Combine(Repository.Samples, "minimal-pairs")).SelectMany(task => task.Examples.Take(20)).SelectMany(example => example.Others.Prepend(example.Answer).Select(answer => example.Prompt + answer));
        var texts = sentences.Select(folder.Tokenizer.EncodeWhole).Where(text => text.Count > 3).ToList();
        var asked = texts.SelectMany(text => (Continuation[])[new([.. text.Take(1)], [.. text.Skip(1)]), new([.. text.Take(text.Count / 2)], [.. text.Skip(text.Count / 2)])]).ToList();
        var alone = Alone(folder.Model, asked);
        var scorer = new PrefixScorer(folder.Model);

        var (together, third) = (scorer.Score(asked), scorer.Score([.. asked.Where((_, index) => index % 3 == 0).Reverse()]).Reverse().ToList());

        for (var i = 0; i < asked.Count; i++)
        {
            var rounding = 1e-5 * asked[i].Tokens.Count;
            together[i].Should().BeApproximately(alone[i], rounding);
            if (i % 3 == 0) third[i / 3].Should().BeApproximately(alone[i], rounding);
        }

        together.Zip(alone).Average(pair => Math.Abs(pair.First - pair.Second)).Should().BeLessThan(1e-5);
    }

    [Fact]
    public void An_adapter_is_applied_to_what_is_shared_and_to_what_is_not()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = LanguageModelFolder.Open(TinyModel.Llama().Write(_folder), ModelType.Float64);
        var factors = folder.Model.Groups.SelectMany(group => group.Maps).ToDictionary(map => map.Name, map => new LoraFactors(Tensors.Random(_numbers, 2, map.InputSize), Tensors.Random(_numbers, map.OutputSize, 2), 0.5));
        using var adapter = LoraAdaptation.Of(factors, folder.Model);
        var asked = Related(60).FindAll(one => one.Tokens.Count > 0);

        var scores = new PrefixScorer(folder.Model, tokensPerBatch: 40).Score(asked, adapter);

        ShouldBeNear(scores, Alone(folder.Model, asked, adapter), 1e-5);
        scores.Zip(Alone(folder.Model, asked)).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) > 1e-3);
    }

    [Fact]
    public void A_context_is_read_once_for_all_its_continuations_and_a_beginning_once_for_all_contexts()
    {
        using var folder = LanguageModelFolder.Open(TinyModel.Llama().Write(_folder));
        var scorer = new PrefixScorer(folder.Model);

        scorer.Score([new([0, 5, 6, 7], [8]), new([0, 5, 6, 7], [9]), new([0, 5, 6, 7], [9])]);
        scorer.Work.Should().Be(new ScoringWork(12, 4, 0), "continuations of one token are foretold by the context alone");

        scorer.Score([new([0, 5, 6, 7], [8, 3, 2]), new([0, 5, 6, 7], [9, 3]), new([0, 5, 4], [1])]);
        scorer.Work.Should().Be(new ScoringWork(12 + 6 + 5 + 3, 4 + 2 + 2 + 1 + 3, 1 + 1), "0 5 is read once, then 6 7 beside 4, then 8 3 beside 9");
    }

    [Fact]
    public void Short_sequences_far_behind_and_long_ones_at_the_beginning_are_not_read_beyond_the_context_together()
    {
        using var folder = LanguageModelFolder.Open(TinyModel.Llama().Write(_folder), ModelType.Float64);
        var (far, near) = (Tokens(56), Tokens(3));
        IReadOnlyList<Continuation> asked = [new(far, Tokens(8)), new(far, Tokens(8)), new(near, Tokens(16)), new(near, Tokens(14)), new([near[0], 9], Tokens(15))];

        ShouldBeNear(new PrefixScorer(folder.Model).Score(asked), Alone(folder.Model, asked), 1e-10);
    }

    [Fact]
    public void Nothing_to_score_gives_nothing()
    {
        using var folder = LanguageModelFolder.Open(TinyModel.Llama().Write(_folder));
        var scorer = new PrefixScorer(folder.Model);

        scorer.Score([]).Should().BeEmpty();
        scorer.Score([new Continuation([3], [])]).Should().Equal(0);
        scorer.Work.Should().Be(default(ScoringWork));
    }

    [Fact]
    public void A_context_without_tokens_and_a_text_that_is_too_long_are_refused()
    {
        using var folder = LanguageModelFolder.Open(TinyModel.Llama().Write(_folder));
        var scorer = new PrefixScorer(folder.Model);

        scorer.Invoking(one => one.Score([new Continuation([], [3])])).Should().Throw<ArgumentException>().WithMessage("A context has at least one token.*");
        scorer.Invoking(one => one.Score([new Continuation(Tokens(65), [3])])).Should().Throw<ArgumentException>().WithMessage("The sequences have 65 tokens, and the model was made for 64.*");
        scorer.Invoking(one => one.Score(Related(3), cancellationToken: new CancellationToken(canceled: true))).Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Sharing_leaves_nothing_behind_even_where_it_is_stopped()
    {
        using var folder = LanguageModelFolder.Open(TinyModel.Llama().Write(_folder));
        var scorer = new PrefixScorer(folder.Model, tokensPerBatch: 20, cacheBytes: 20_000);
        var asked = Related(40);
        IReadOnlyList<Continuation> tooLong = [.. asked, new([.. asked[0].Context, .. Tokens(70)], [3])];
        scorer.Score(asked);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var i = 0; i < 50; i++)
        {
            scorer.Score(asked);
            scorer.Invoking(one => one.Score(tooLong)).Should().Throw<ArgumentException>();
        }

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }

    private static void ShouldBeNear(IReadOnlyList<double> scores, List<double> expected, double tolerance)
    {
        scores.Should().HaveCount(expected.Count);
        for (var i = 0; i < scores.Count; i++) scores[i].Should().BeApproximately(expected[i], tolerance, "this is the score of continuation {0} alone", i);
    }

    private static List<double> Alone(CausalModel model, IEnumerable<Continuation> asked, IAdaptation? adaptation = null) =>
    [
        .. asked.Select(one =>
        {
            if (one.Tokens.Count == 0) return 0;
            using var scope = torch.NewDisposeScope();
            using var none = torch.no_grad();
            var hidden = model.Run(TokenBatch.Of([[.. one.Context, .. one.Tokens]], model.Device), adaptation)[0];
            var logProbabilities = model.Score(hidden).log_softmax(1).to_type(torch.ScalarType.Float64);
            return one.Tokens.Index().Sum(token => logProbabilities[one.Context.Count - 1 + token.Index, token.Item].item<double>());
        }),
    ];

    /// <summary>Continuations that have much in common: of contexts that begin alike, some equal, some the beginning of others.</summary>
    private List<Continuation> Related(int count)
    {
        const int Longest = 16;
        var texts = new List<int[]> { Tokens(1) };
        while (texts.Count < count)
        {
            var before = texts[_numbers.Next(texts.Count)];
            texts.Add([.. before.Take(1 + _numbers.Next(before.Length)).Take(Longest), .. Tokens(_numbers.Next(Longest / 2))]);
        }

        return [.. texts.Select(text => new Continuation(text, _numbers.Next(8) == 0 ? [] : [.. texts[_numbers.Next(texts.Count)].Take(_numbers.Next(Longest))]))];
    }

    private int[] Tokens(int count) => [.. Enumerable.Range(0, count).Select(_ => _numbers.Next(40))];
}
