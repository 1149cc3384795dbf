using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Generation;
using Tessera.Adapters.Models.Scoring;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Models;

/// <summary>Models leave no tensor behind.</summary>
public class ModelMemorySpecs
{
    public ModelMemorySpecs() => Libtorch.EnsureLoaded();

    [Fact]
    public void A_thousand_decoded_tokens_leave_nothing_behind()
    {
        using var tiny = new TemporaryFolder();
        using var folder = LanguageModelFolder.Open(TinyModel.Llama("""{ "max_position_embeddings": 2048 }""").Write(tiny));
        var generator = new TextGenerator(folder.Model, folder.Tokenizer);
        void Write(int tokens) => generator.Generate([[0, 3, 4], [5], [6, 7]], new GenerationOptions { MaxTokens = tokens, Temperature = 1, TopP = 0.9, StopTokens = [] }, new Seed(1));
        Write(5);
        // Sines of later positions are kept once they are computed.
        Write(1000);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Write(1000);
        Write(1000);

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }

    [Fact]
    public void Opening_scoring_and_closing_leave_nothing_behind_even_where_they_fail()
    {
        using var good = new TemporaryFolder();
        using var bad = new TemporaryFolder();
        TinyModel.Llama().Write(good);
        var lacking = TinyModel.Llama();
        lacking.Weights.Remove("model.norm.weight");
        lacking.Write(bad);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var i = 0; i < 10; i++)
        {
            using var folder = LanguageModelFolder.Open(good.Path);
            new ContinuationScorer(folder.Model).Score([new Continuation([1], [2, 3])]);
            folder.Invoking(one => new ContinuationScorer(one.Model).Score([new Continuation([.. Enumerable.Repeat(1, 100)], [2])])).Should().Throw<ArgumentException>();
            FluentActions.Invoking(() => LanguageModelFolder.Open(bad.Path)).Should().Throw<Sdk.Diagnostics.TesseraException>();
        }

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }
}
