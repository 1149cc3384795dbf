using Tessera.Adapters.Models;
using Tessera.Adapters.Pretraining;
using Tessera.Adapters.Steps;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Pretraining;

/// <summary>I can train a small model on my own text, and use it like any other.</summary>
public sealed class PretrainingSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _text, _heldOut;

    public PretrainingSpecs()
    {
        Libtorch.EnsureLoaded();
        (_text, _heldOut) = (Path.Combine(_folder.Path, "text.txt"), Path.Combine(_folder.Path, "held-out.txt"));
        var numbers = new Random(3);
        File.WriteAllLines(_text, Enumerable.Range(0, 400).Select(_ => Line(numbers)));
        File.WriteAllLines(_heldOut, Enumerable.Range(0, 20).Select(_ => Line(numbers)));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_learns_my_text_and_opens_like_any_other()
    {
        using var context = new RecordingContext();
        using var model = await Run(context, 60);

        // Every second word follows from the one before it; a model that knew nothing would be surprised as by some 300 pieces.
        context.Metrics["perplexity"].Should().BeLessThan(8);
        context.Metrics["tokensPerSecond"].Should().BePositive();
        context.Findings.OfType<Series>().Single().Lines.Single().Points.Should().HaveCount(60);
        using var opened = LanguageModelFolder.Open(Path.Combine(context.Folder, "model"));
        opened.ParameterCount.Should().Be((long)context.Metrics["parameters"]);
        Directory.EnumerateFiles(opened.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal).Should().Equal("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json");
        Directory.EnumerateFiles(context.Folder).Should().BeEmpty("the checkpoint has done its duty");
    }

    [Fact]
    public async Task What_follows_a_prompt_is_learned_and_the_prompt_is_not()
    {
        var numbers = new Random(4);
        string Exercise()
        {
            var kind = numbers.Next(2);
            // The prompt ends at random; the answer follows from its beginning.
            return $$"""{"prompt": "{{(kind == 0 ? "red" : "green")}} {{Line(numbers)}}\n", "text": "{{(kind == 0 ? "stop" : "go")}}"}""";
        }

        var (text, heldOut) = (Path.Combine(_folder.Path, "exercises.jsonl"), Path.Combine(_folder.Path, "held-out.jsonl"));
        File.WriteAllLines(text, Enumerable.Range(0, 400).Select(_ => Exercise()));
        File.WriteAllLines(heldOut, Enumerable.Range(0, 40).Select(_ => Exercise()));
        using var context = new RecordingContext();
        var options = Options(80);
        (options.Text, options.HeldOut) = (text, heldOut);
        using var model = await new PretrainModelStep(options, TimeProvider.System).RunAsync(context, TestContext.Current.CancellationToken);

        context.Metrics["perplexity"].Should().BeLessThan(1.1, "the answers and their ends are certain");
        Perplexity.Of(model, [.. Documents.Read(heldOut).Select(document => new Document("", document.Prompt))], TestContext.Current.CancellationToken)
            .Should().BeGreaterThan(20, "of the prompts nothing was learned but what their words are");
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("{\"txt\": \"a\"}")]
    [InlineData("{\"text\": 3}")]
    [InlineData("{\"text\": \"a\", \"text\": \"b\"}")]
    public void A_line_that_is_no_document_is_told_with_its_place(string line)
    {
        var path = Path.Combine(_folder.Path, "text.jsonl");
        File.WriteAllLines(path, ["{\"text\": \"a\"}", "", line]);
        var fault = FluentActions.Invoking(() => Documents.Read(path)).Should().Throw<TesseraException>().Which.Diagnostics.Should().ContainSingle().Which;
        (fault.Id, fault.Location!.Line).Should().Be(("TESS5572", 3));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes()
    {
        using var first = new RecordingContext();
        using var again = new RecordingContext();
        (await Run(first, 12)).Dispose();
        (await Run(again, 12)).Dispose();

        Files(first).Should().Equal(Files(again));
    }

    [Fact]
    public async Task A_run_that_was_cut_off_ends_with_the_same_bytes()
    {
        using var whole = new RecordingContext();
        (await Run(whole, 12)).Dispose();
        using var cut = new RecordingContext();
        using var cancel = new CancellationTokenSource();
        cut.Watching = message => { if (message.StartsWith("step 8 ", StringComparison.Ordinal)) cancel.Cancel(); };
        await FluentActions.Awaiting(() => Run(cut, 12, cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
        File.Exists(Path.Combine(cut.Folder, "checkpoint.safetensors")).Should().BeTrue();

        var first = default(string);
        cut.Watching = message => first ??= message.StartsWith("step", StringComparison.Ordinal) ? message : null;
        (await Run(cut, 12)).Dispose();

        first.Should().StartWith("step 6 ", "the checkpoint of step 5 is the last before the cut");
        Files(cut).Should().Equal(Files(whole));
    }

    [Fact]
    public async Task Training_leaves_no_tensor_behind()
    {
        using var first = new RecordingContext();
        (await Run(first, 3)).Dispose();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using var again = new RecordingContext();

        (await Run(again, 30)).Dispose();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }

    [Theory]
    [InlineData("TESS5570")]
    [InlineData("TESS5571")]
    [InlineData("TESS5572")]
    public async Task What_cannot_be_learned_is_said(string id)
    {
        using var context = new RecordingContext();
        if (id == "TESS5570") File.WriteAllText(_text, "too short\n");
        if (id == "TESS5572") File.WriteAllText(_text, "\n\n");
        var options = Options(1);
        if (id == "TESS5571") options.Heads = 3;

        var failure = await FluentActions.Awaiting(() => new PretrainModelStep(options, TimeProvider.System).RunAsync(context, TestContext.Current.CancellationToken)).Should().ThrowAsync<TesseraException>();

        failure.Which.Diagnostics.Should().ContainSingle(diagnostic => diagnostic.Id == id);
    }

    private static string Line(Random numbers) =>
        string.Join(' ', Enumerable.Range(0, 6).Select(_ => numbers.Next(4) switch { 0 => "red apple", 1 => "green leaf", 2 => "blue sky", _ => "white cloud" })) + ".";

    private Task<LanguageModelFolder> Run(RecordingContext context, int steps, CancellationToken? cancellationToken = null) =>
        new PretrainModelStep(Options(steps), new SlowClock()).RunAsync(context, cancellationToken ?? TestContext.Current.CancellationToken);

    private PretrainModelOptions Options(int steps) => new()
    {
        Text = _text, HeldOut = _heldOut, Steps = steps, Layers = 2, Width = 32, Heads = 2, Inner = 48, Context = 32, Batch = 8, WarmUp = 4, LearningRate = 0.01, CheckpointEvery = 5,
    };

    private static IReadOnlyList<string> Files(RecordingContext context) =>
        [.. Directory.EnumerateFiles(Path.Combine(context.Folder, "model")).Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}")];

    /// <summary>A clock by which every step takes so long that it is told.</summary>
    private sealed class SlowClock : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => _now += 10 * TimestampFrequency;
    }
}
