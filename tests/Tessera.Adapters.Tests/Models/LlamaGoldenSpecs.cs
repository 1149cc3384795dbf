using System.Text.Json;
using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Scoring;
using TorchSharp;

namespace Tessera.Adapters.Tests.Models;

/// <summary>A real pretrained model gives what an independent implementation computed from the same files.</summary>
public class LlamaGoldenSpecs
{
    [Fact]
    public void A_text_gets_the_log_probabilities_of_the_reference()
    {
        using var folder = LanguageModelFolder.Open(SharedData.Require("models/stories260k"));
        using var golden = JsonDocument.Parse(File.ReadAllText(SharedData.Require("golden/llama.json")));
        var cases = golden.RootElement.GetProperty("cases").EnumerateArray().ToList();

        var scores = new ContinuationScorer(folder.Model).Score([.. cases.Select(one => new Continuation([1], [.. Ids(one, "ids").Skip(1)]))]);

        for (var i = 0; i < cases.Count; i++)
        {
            var expected = cases[i].GetProperty("token_logprobs").EnumerateArray().Select(value => value.GetSingle()).ToList();
            scores[i].Should().HaveCount(expected.Count);
            for (var token = 0; token < expected.Count; token++) scores[i][token].Should().BeApproximately(expected[token], 1e-3f);
            folder.Tokenizer.EncodeWhole(cases[i].GetProperty("text").GetString()!).Should().Equal(Ids(cases[i], "ids"));
        }
    }

    [Fact]
    public void The_next_token_gets_the_scores_of_the_reference()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = LanguageModelFolder.Open(SharedData.Require("models/stories260k"));
        using var golden = JsonDocument.Parse(File.ReadAllText(SharedData.Require("golden/llama.json")));
        foreach (var one in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            var hidden = folder.Model.Run(TokenBatch.Of([Ids(one, "ids")], folder.Model.Device));
            var (values, indices) = folder.Model.Score(hidden[0, -1]).topk(8);

            indices.data<long>().ToArray().Should().Equal(Ids(one, "last_top8_ids").Select(id => (long)id));
            values.data<float>().ToArray().Zip(one.GetProperty("last_top8_logits").EnumerateArray()).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second.GetSingle()) < 1e-3f);
        }
    }

    private static List<int> Ids(JsonElement one, string name) => [.. one.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];
}
