using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Scoring;
using Tessera.Sdk.Tensors.Native;

namespace Tessera.Adapters.Tests.Models;

/// <summary>Continuations get the same scores alone and in batches, and as a slow version computes them.</summary>
public sealed class ScoringSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Random _numbers = new(2);

    public ScoringSpecs() => Libtorch.EnsureLoaded();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(4096, 1 << 22)]
    [InlineData(30, 100)]
    [InlineData(1, 1)]
    public void Continuations_of_all_lengths_are_scored_together(int tokensPerBatch, int logitsAtOnce)
    {
        var tiny = TinyModel.Llama();
        using var folder = LanguageModelFolder.Open(tiny.Write(_folder), ModelType.Float64);
        var continuations = Enumerable.Range(0, 40).Select(_ => new Continuation(Tokens(1 + _numbers.Next(6)), Tokens(_numbers.Next(8)))).ToList();

        var scores = new ContinuationScorer(folder.Model, tokensPerBatch, logitsAtOnce).Score(continuations);

        for (var i = 0; i < continuations.Count; i++) scores[i].ShouldBeNear(Slow(tiny, continuations[i]), 1e-5f);
    }

    [Fact]
    public void Nothing_to_score_gives_nothing()
    {
        using var folder = LanguageModelFolder.Open(TinyModel.Llama().Write(_folder));
        new ContinuationScorer(folder.Model).Score([]).Should().BeEmpty();
        new ContinuationScorer(folder.Model).Score([new Continuation([3], [])])[0].Should().BeEmpty();
    }

    [Fact]
    public void A_context_without_tokens_and_a_text_that_is_too_long_are_refused()
    {
        using var folder = LanguageModelFolder.Open(TinyModel.Llama().Write(_folder));
        var scorer = new ContinuationScorer(folder.Model);

        scorer.Invoking(one => one.Score([new Continuation([], [3])])).Should().Throw<ArgumentException>().WithMessage("A context has at least one token.*");
        scorer.Invoking(one => one.Score([new Continuation(Tokens(65), [3])])).Should().Throw<ArgumentException>().WithMessage("The sequences have 65 tokens, and the model was made for 64.*");
        scorer.Score([new Continuation(Tokens(60), Tokens(5))])[0].Should().HaveCount(5, "the last token is foretold, not read");
    }

    private static List<float> Slow(TinyModel tiny, Continuation continuation)
    {
        var logits = new SlowModel(tiny).Logits([.. continuation.Context, .. continuation.Tokens]);
        return [.. continuation.Tokens.Select((token, index) =>
        {
            var row = logits[continuation.Context.Count - 1 + index];
            return (float)(row[token] - Math.Log(row.Sum(Math.Exp)));
        })];
    }

    private List<int> Tokens(int count) => [.. Enumerable.Range(0, count).Select(_ => _numbers.Next(40))];
}
