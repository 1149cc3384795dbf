using System.Diagnostics;
using System.Text.Json;
using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Scoring;

namespace Tessera.Adapters.Tests.Models;

/// <summary>Minimal pairs of real English: the share of pairs whose better sentence is the likelier one.</summary>
public class BlimpSpecs
{
    [Fact]
    public void A_model_judges_minimal_pairs_as_the_reference_does()
    {
        using var folder = Stories.Open();
        using var golden = JsonDocument.Parse(File.ReadAllText(SharedData.Require("golden/blimp_zero_shot.json")));
        foreach (var paradigm in golden.RootElement.GetProperty("accuracy").EnumerateObject())
            Accuracy(folder, [SharedData.Require($"data/blimp/{paradigm.Name}.jsonl")])[0].Should().BeApproximately(paradigm.Value.GetDouble(), 0.002, "that is what {0} gives", paradigm.Name);
    }

    [Fact]
    public void All_of_BLiMP_is_judged_in_a_minute()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("TESSERA_WHOLE_BLIMP") == "1", "Set TESSERA_WHOLE_BLIMP=1 to judge all 134,000 sentences.");
        using var folder = Stories.Open();
        var time = Stopwatch.StartNew();

        var accuracy = Accuracy(folder, [.. Directory.EnumerateFiles(SharedData.Require("data/blimp"), "*.jsonl").Order(StringComparer.Ordinal)]);

        TestContext.Current.SendDiagnosticMessage($"{accuracy.Count} paradigms, mean {accuracy.Average():F4}, {time.Elapsed.TotalSeconds:F1} s");
        accuracy.Should().HaveCount(67);
        time.Elapsed.Should().BeLessThan(TimeSpan.FromMinutes(1));
    }

    private static List<double> Accuracy(LanguageModelFolder folder, IReadOnlyList<string> paradigms)
    {
        var sentences = paradigms.SelectMany(File.ReadLines).SelectMany(line =>
        {
            using var pair = JsonDocument.Parse(line);
            return (string[])[pair.RootElement.GetProperty("sentence_good").GetString()!, pair.RootElement.GetProperty("sentence_bad").GetString()!];
        });
        var continuations = sentences.Select(sentence => new Continuation([folder.Tokenizer.Begin!.Value], folder.Tokenizer.Encode(sentence))).ToList();
        var scores = new ContinuationScorer(folder.Model).Score(continuations).Select(tokens => tokens.Sum()).ToList();
        var right = scores.Chunk(2).Select(pair => pair[0] > pair[1]).ToList();
        return [.. right.Chunk(right.Count / paradigms.Count).Select(paradigm => paradigm.Count(one => one) / (double)paradigm.Length)];
    }
}
