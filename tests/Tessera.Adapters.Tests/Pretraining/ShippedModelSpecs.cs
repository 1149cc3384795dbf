using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Scoring;
using Tessera.Adapters.Pretraining;
using Tessera.Adapters.Tasks;
using Tessera.Adapters.Training.Data;
using Tessera.Sdk.Randomness;

namespace Tessera.Adapters.Tests.Pretraining;

/// <summary>The model that is shipped is what its record says.</summary>
public sealed class ShippedModelSpecs : IDisposable
{
    private const long MostBytes = 4L << 20;

    private static readonly string Folder = Path.Combine(Repository.Samples, "models", "tiny");

    private readonly JsonNode _record = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "record.json")))!;
    private readonly LanguageModelFolder _model = LanguageModelFolder.Open(Folder);

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData("tiny")]
    [InlineData("left-over")]
    public void A_shipped_model_is_small_and_that_of_its_record(string name)
    {
        var folder = Path.Combine(Repository.Samples, "models", name);
        Directory.EnumerateFiles(folder).Sum(file => new FileInfo(file).Length).Should().BeLessThan(MostBytes);
        var record = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "record.json")))!;
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, "model.safetensors")))).Should().Be(record["sha256"]!.GetValue<string>());
        using var model = LanguageModelFolder.Open(folder);
        model.ParameterCount.Should().Be(record["parameters"]!.GetValue<long>());
    }

    [Fact]
    public void Its_perplexity_on_stories_that_it_has_not_read_is_that_of_the_record()
    {
        var heldOut = Adapters.Synthesis.Stories.Tell(new Seed(1).Derive("stories"), _record["stories"]!.GetValue<int>(), 1000).Select(story => new Document("", story)).ToList();

        Perplexity.Of(_model, heldOut, TestContext.Current.CancellationToken).Should().BeApproximately(_record["perplexity"]!.GetValue<double>(), 0.01);
    }

    [Fact]
    public void It_is_as_unsure_of_the_tasks_as_the_record_says()
    {
        var texts = new ExampleTexts(_model.Tokenizer, _model.Model.ContextLength);
        var accuracies = TaskFolder.Read(Path.Combine(Repository.Samples, "minimal-pairs")).Where(task => task.Examples[0].Others.Count > 0).Select(task => Accuracy(texts, task)).ToList();

        accuracies.Average().Should().BeApproximately(_record["accuracy"]!.GetValue<double>(), 0.01).And.BeInRange(0.4, 0.8);
    }

    private double Accuracy(ExampleTexts texts, LanguageTask task)
    {
        var examples = task.Examples.TakeLast(100).ToList();
        var asked = examples.SelectMany(example => example.Others.Prepend(example.Answer).Select(answer => texts.Encode(example.Prompt, answer)))
            .Select(text => new Continuation([.. text.Tokens.Take(text.Given)], [.. text.Tokens.Skip(text.Given)])).ToList();
        var scores = new Queue<double>(new ContinuationScorer(_model.Model).Score(asked, cancellationToken: TestContext.Current.CancellationToken).Select(score => score.Sum(value => (double)value)));
        return examples.Average(example =>
        {
            var (right, wrong) = (scores.Dequeue(), example.Others.Select(_ => scores.Dequeue()).ToList().Max());
            return right > wrong ? 1.0 : 0.0;
        });
    }
}
