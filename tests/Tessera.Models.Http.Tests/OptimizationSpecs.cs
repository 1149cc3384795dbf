using FluentAssertions.Equivalency;
using Tessera.Language.Composition;
using Tessera.Language.Optimization;
using Tessera.Language.Tests;
using Tessera.Models.OpenAI;
using Tessera.Optimizers.Dln;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Prompts;

namespace Tessera.Models.Http.Tests;

/// <summary>A prompt is learned over the protocol from a server that misbehaves: nothing is lost, and nothing is paid twice.</summary>
public sealed class OptimizationSpecs : IDisposable
{
    private const string Data = """
        {"input": "Take 2 steps. Turn around. Take 2 steps.", "target": "Yes"}
        {"input": "Take 2 steps. Turn left. Take 2 steps.", "target": "No"}
        {"input": "Always face forward. Take 1 step forward. Take 1 step backward.", "target": "Yes"}
        {"input": "Take 3 steps. Take 4 steps.", "target": "No"}
        {"input": "Always face forward. Take 3 steps left. Take 3 steps right.", "target": "Yes"}
        {"input": "Always face forward. Take 3 steps left. Take 3 steps forward.", "target": "No"}
        {"input": "Always face forward. Take 2 steps right. Take 1 step left. Take 1 step left.", "target": "Yes"}
        {"input": "Turn around. Take 5 steps. Turn left. Take 5 steps.", "target": "No"}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("429", 24)]
    [InlineData("500", 24)]
    [InlineData("truncated", 24)]
    [InlineData("broken off", 24)]
    [InlineData("without choices", 24)]
    [InlineData("hanging", 4)]
    [InlineData("stalling", 4)]
    [InlineData("all", 14)]
    public async Task A_fault_now_and_then_changes_nothing(string fault, int faults)
    {
        await using var good = new ModelServer();
        var expected = await RunAsync(good);
        expected.Output.AccuracyBefore.Should().Be(0.5);
        expected.Output.AccuracyAfter.Should().Be(1);

        await using var bad = new ModelServer((server, answer) =>
        {
            for (var i = 0; i < faults; i++)
            {
                Misbehave(server, fault, i);
                for (var j = 0; j <= i % 3; j++) server.AnswerTo(answer);
            }
        });
        var result = await RunAsync(bad);

        result.Should().BeEquivalentTo(expected, Alike);
        bad.Requests.Should().Be(good.Requests + faults);
        bad.Answered.Should().OnlyHaveUniqueItems().And.BeEquivalentTo(good.Answered);
        result.Output.Calls.Should().Be(bad.Answered.Count);
        new Usage(result.Output.InputTokens, result.Output.OutputTokens).Should().Be(bad.Usage);
    }

    [Fact]
    public async Task Choices_out_of_order_and_given_twice_change_nothing()
    {
        await using var good = new ModelServer();
        await using var bad = new ModelServer { AnswersTwiceAndOutOfOrder = true };
        (await RunAsync(bad)).Should().BeEquivalentTo(await RunAsync(good), Alike);
        bad.Answered.Should().OnlyHaveUniqueItems().And.BeEquivalentTo(good.Answered);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(77)]
    [InlineData(100)]
    public async Task A_budget_holds_whatever_the_server_does(int calls)
    {
        await using var server = new ModelServer((bad, answer) =>
        {
            for (var i = 0; i < 14; i++)
            {
                Misbehave(bad, "all", i);
                bad.AnswerTo(answer);
            }
        });
        var (output, _) = await RunAsync(server, calls: calls);
        output.BudgetExhausted.Should().BeTrue();
        output.Calls.Should().BeLessThanOrEqualTo(calls).And.Be(server.Answered.Count);
        server.Answered.Should().OnlyHaveUniqueItems();
        if (output.Score is { } score) score.Should().BeGreaterThanOrEqualTo(output.InitialScore!.Value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    [InlineData(0.02)]
    public async Task A_sum_of_money_holds_whatever_the_server_does(double cost)
    {
        await using var server = new ModelServer((bad, answer) =>
        {
            for (var i = 0; i < 7; i++)
            {
                Misbehave(bad, "all", i);
                bad.AnswerTo(answer);
            }
        });
        var (output, _) = await RunAsync(server, cost: cost);
        output.BudgetExhausted.Should().BeTrue();
        // Three for a million tokens read, fifteen for a million written.
        var spent = ((server.Usage.InputTokens * 3m) + (server.Usage.OutputTokens * 15m)) / 1_000_000;
        (output.Cost ?? 0).Should().Be(spent).And.BeLessThanOrEqualTo((decimal)cost);
        // A proposal may write 512 tokens and reads some 900 bytes, and there is less left than that may cost.
        spent.Should().BeGreaterThan((decimal)cost - 0.011m);
    }

    [Fact]
    public async Task Money_without_prices_is_refused()
    {
        await using var server = new ModelServer();
        var run = () => RunAsync(server, cost: 1, hasPrices: false);
        (await run.Should().ThrowAsync<TesseraException>()).WithMessage("*TESS6401*inputPrice*");
        server.Requests.Should().Be(0);
    }

    [Theory]
    [InlineData("500", "TESS4406", true)]
    [InlineData("truncated", "TESS4407", true)]
    [InlineData("hanging", "TESS4406", true)]
    [InlineData("without log-probabilities", "TESS4408", false)]
    [InlineData("refusing", "TESS4404", false)]
    public async Task What_was_answered_before_the_server_failed_for_good_is_not_asked_again(string fault, string id, bool isTriedAgain)
    {
        await using var good = new ModelServer();
        var expected = await RunAsync(good);

        // One after another, so that it is known how many are answered; the failure comes amid a batch.
        await using var server = new ModelServer((failing, answer) =>
        {
            for (var i = 0; i < 70; i++) failing.AnswerTo(answer);
            for (var i = 0; i < (isTriedAgain ? 2 : 1); i++) Misbehave(failing, fault, i);
        });
        var failure = (await FluentActions.Awaiting(() => RunAsync(server, isKept: true)).Should().ThrowAsync<LanguageModelException>()).Which;
        failure.Message.Should().StartWith($"error {id}");
        failure.IsTransient.Should().Be(isTriedAgain);
        server.Answered.Should().HaveCount(70);

        (await RunAsync(server, isKept: true)).Should().BeEquivalentTo(expected, Alike);
        server.Answered.Should().OnlyHaveUniqueItems().And.HaveSameCount(good.Answered);
    }

    private async Task<(OptimizedPrompt Output, string Candidates)> RunAsync(ModelServer server, int? calls = null, bool isKept = false, double? cost = null, bool hasPrices = true)
    {
        using var context = new RecordingContext();
        var options = new OptimizePromptOptions
        {
            Model = isKept ? Kept(server) : Model(server, maxParallel: 8, retries: 30, hasPrices),
            Optimizer = new Part<IPromptOptimizer>(
                "optimizer/dln", () => new OwnedPart<IPromptOptimizer>(new DlnOptimizer(new DlnOptions { Iterations = 5, BatchSize = 6, Proposals = 8, Memory = 1 }))),
            Data = _folder.File("data.jsonl", Data),
            Classes = new Dictionary<string, IReadOnlyList<string>> { ["Yes"] = ["Yes"], ["No"] = ["No"] },
            Prompt = NavigateStudent.Ask,
            Budget = new BudgetOptions { Calls = calls, Cost = cost },
        };
        var output = await new OptimizePromptStep(options).RunAsync(context, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2));
        return (output, await File.ReadAllTextAsync(Path.Combine(context.Folder, "candidates.jsonl")));
    }

    // The folders differ.
    private static EquivalencyAssertionOptions<(OptimizedPrompt Output, string Candidates)> Alike(EquivalencyAssertionOptions<(OptimizedPrompt Output, string Candidates)> options) =>
        options.ComparingByMembers<(OptimizedPrompt Output, string Candidates)>().Excluding(member => member.Path.Contains("Program"));

    private Part<ILanguageModel> Kept(ModelServer server)
    {
        var options = new CachedModelOptions { Model = Model(server, maxParallel: 1, retries: 1), Folder = Path.Combine(_folder.Path, "answers") };
        return new Part<ILanguageModel>("model/cached", () => new OwnedPart<ILanguageModel>(new CachedModel(options)));
    }

    // An attempt may take four seconds of true time.
    private static Part<ILanguageModel> Model(ModelServer server, int maxParallel, int retries, bool hasPrices = true) => new("model/openai", () => new OwnedPart<ILanguageModel>(new OpenAILanguageModel(
        new OpenAIModelOptions
        {
            Model = "student", Endpoint = server.Address + "/v1", ApiKeyVariable = "", Score = true, Seeded = true, MaxParallel = maxParallel, Retries = retries, TimeoutSeconds = 400,
            InputPrice = hasPrices ? 3 : null, OutputPrice = hasPrices ? 15 : null,
        },
        new HurriedTime())));

    private static void Misbehave(MisbehavingServer server, string fault, int turn)
    {
        string[] passing = ["429", "500", "truncated", "broken off", "without choices", "hanging", "stalling"];
        switch (fault == "all" ? passing[turn % passing.Length] : fault)
        {
            case "429": server.Answer("", 429, headers: ("Retry-After", "1")); break;
            case "500": server.Answer("broken", 500); break;
            case "truncated": server.Answer("{\"choices\":[{\"index\":0,\"mess"); break;
            case "broken off": server.BreakOff("{\"choices\":["); break;
            case "without choices": server.Answer("{\"choices\":[]}"); break;
            case "hanging": server.Hang(); break;
            case "stalling": server.Stall("{\"choices\":["); break;
            case "without log-probabilities": server.Answer("{\"choices\":[{\"index\":0,\"text\":\"\",\"message\":{\"content\":\"\"},\"logprobs\":null}]}"); break;
            case "refusing": server.Answer("no", 400); break;
            default: throw new ArgumentException($"There is no fault '{fault}'.", nameof(fault));
        }
    }
}
