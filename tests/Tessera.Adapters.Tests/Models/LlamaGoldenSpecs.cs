using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Generation;
using Tessera.Adapters.Models.Lora;
using Tessera.Adapters.Models.Scoring;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Models;

/// <summary>A real pretrained model gives what an independent implementation computed from the same files.</summary>
public class LlamaGoldenSpecs
{
    public LlamaGoldenSpecs() => Libtorch.EnsureLoaded();

    [Fact]
    public void A_text_gets_the_log_probabilities_of_the_reference()
    {
        using var folder = Stories.Open();
        var cases = Stories.Cases();

        var scores = new ContinuationScorer(folder.Model).Score([.. cases.Select(one => new Continuation([1], [.. one.Ids("ids").Skip(1)]))]);

        for (var i = 0; i < cases.Count; i++)
        {
            scores[i].ShouldBeNear(cases[i].Values("token_logprobs"));
            folder.Tokenizer.EncodeWhole(cases[i].GetProperty("text").GetString()!).Should().Equal(cases[i].Ids("ids"));
        }
    }

    [Fact]
    public void The_next_token_gets_the_scores_of_the_reference()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = Stories.Open();
        foreach (var one in Stories.Cases())
        {
            var hidden = folder.Model.Run(TokenBatch.Of([one.Ids("ids")], folder.Model.Device));
            var (values, indices) = folder.Model.Score(hidden[0, -1]).topk(8);

            indices.data<long>().ToArray().Should().Equal(one.Ids("last_top8_ids").Select(id => (long)id));
            values.data<float>().ToArray().ShouldBeNear(one.Values("last_top8_logits"));
        }
    }

    [Fact]
    public void Texts_of_different_lengths_are_continued_together_as_the_reference_continues_each()
    {
        using var folder = Stories.Open();
        var cases = Stories.Cases();

        var written = new TextGenerator(folder.Model, folder.Tokenizer).Generate([.. cases.Select(one => one.Ids("ids"))], new GenerationOptions { MaxTokens = 40 }, new Seed(1));

        for (var i = 0; i < cases.Count; i++)
        {
            written[i].Tokens.Should().Equal(cases[i].Ids("greedy_40_ids"));
            folder.Tokenizer.Decode(written[i].Tokens).Should().Be(cases[i].GetProperty("greedy_40_text").GetString());
            written[i].End.Should().Be(GenerationEnd.Length);
        }
    }

    [Fact]
    public void An_adapter_of_PEFT_changes_the_model_as_in_the_reference()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = Stories.Open();
        using var adapter = LoraAdaptation.Open(SharedData.Require("golden/peft_adapter"), folder.Model);
        var cases = Stories.Cases("peft_adapter_expected");

        var scores = new ContinuationScorer(folder.Model).Score([.. cases.Select(one => new Continuation([1], [.. one.Ids("ids").Skip(1)]))], adapter);

        for (var i = 0; i < cases.Count; i++)
        {
            scores[i].ShouldBeNear(cases[i].Values("token_logprobs"));
            var hidden = folder.Model.Run(TokenBatch.Of([cases[i].Ids("ids")], folder.Model.Device), adapter);
            var (values, indices) = folder.Model.Score(hidden[0, -1]).log_softmax(0).topk(5);
            indices.data<long>().ToArray().Should().Equal(cases[i].Ids("last_top5_ids").Select(id => (long)id));
            values.data<float>().ToArray().ShouldBeNear(cases[i].Values("last_top5_logprobs"));
        }
    }
}
