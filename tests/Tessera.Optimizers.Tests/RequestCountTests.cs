using Tessera.Optimizers.Dln;
using Tessera.Optimizers.Dln.Hidden;
using Tessera.Optimizers.Dln.Selection;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

/// <summary>
/// What a step asks, counted. B examples, N prompts a layer with the current one, K hidden texts an example, M remembered programs: the original asks B (N + 2M) class requests of one layer,
/// and of two B + BK (N + 2M), B (K + 1)(N + 2M) scores of hidden texts, and B + BK + 2 (N − 1) generations; those M are asked twice. bench/README.md has the figures that are printed here.
/// </summary>
public sealed class RequestCountTests(ITestOutputHelper output) : IDisposable
{
    private const int B = 20, N = 20, K = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("counts-").FullName;
    private readonly Search _search = new();

    public void Dispose()
    {
        _search.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Of_one_layer_each_prompt_is_asked_about_each_example_once(int memory)
    {
        var step = await LastStepAsync(layers: 1, new DlnOptions { Memory = memory });
        Print($"one layer, M = {memory}", step);
        step.Should().Match<StepRequests>(counted => counted.Classes == B * (N + memory) && counted.Verbalizers == 2 * counted.Classes && counted.Hidden == 0 && counted.Generated == N - 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Of_two_layers_as_in_the_paper_each_prompt_is_asked_about_each_hidden_text_once(int memory)
    {
        var step = await LastStepAsync(layers: 2, Paper(memory));
        Print($"two layers as in the paper, M = {memory}", step);
        step.Generated.Should().Be((B * (1 + memory)) + (B * K) + (2 * (N - 1)), "remembered programs answer, too, for they are improved by their own mistakes");
        step.Classes.Should().Be((B * (1 + memory)) + (B * K * (N + memory)));
        step.Verbalizers.Should().Be(2 * step.Classes);
        step.Hidden.Should().Be(B * K * (N + memory));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Exploration_and_trust_ask_of_each_prompt_what_it_makes_of_the_programs_own_words(int memory)
    {
        var options = Paper(memory);
        (options.Exploration, options.Trust) = (1, 1);
        var step = await LastStepAsync(layers: 2, options);
        Print($"the same with exploration and trust, M = {memory}", step);
        step.Hidden.Should().Be(B * (K + 1) * (N + memory), "every answer is wrong");
        step.Classes.Should().Be((B * memory) + (B * (K + 1) * (N + memory)), "those of the current prompts are asked in any case");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task By_default_the_programs_own_words_are_hidden_texts_too(int memory)
    {
        var step = await LastStepAsync(layers: 2, new DlnOptions { Memory = memory });
        Print($"two layers by default, M = {memory}", step);
        var texts = 1 + memory + K;
        step.Generated.Should().Be((B * texts) + (2 * (N - 1)));
        (step.Hidden, step.Classes).Should().Be((B * texts * (N + memory), B * texts * (N + memory)));
    }

    [Fact]
    public async Task Of_one_layer_validation_examples_are_asked_once_for_each_prompt_that_was_chosen()
    {
        var table = PromptTable.Random(4, new Seed(92));
        var model = new ObservedModel(_search.ModelOf(table));
        var examples = Enumerable.Range(0, PromptTable.Inputs).Select(input => new Example(PromptTable.Input(input), PromptTable.Target(input))).ToList();
        var task = Search.TaskFor(model, PromptTable.Text(0)) with { Training = examples[..3], Validation = examples[3..] };
        await _search.RunAsync(task, new DlnOptions { Iterations = 12, BatchSize = 2, Proposals = 3, Memory = 1 });
        var chosen = _search.Journal.Candidates.Where(candidate => candidate.Chosen).Select(candidate => candidate.Prompt).Append(PromptTable.Text(0)).Distinct().ToList();
        chosen.Should().HaveCountLessThan(12, "otherwise none was chosen again");
        model.Scored.Count(request => examples[3..].Exists(example => request.Context.Contains(example.Input))).Should().Be(chosen.Count * 3 * 2, "on three examples with two classes");
    }

    [Fact]
    public async Task Choosing_jointly_asks_nothing_more()
    {
        var counts = new List<StepRequests>();
        foreach (var selection in new[] { PromptSelection.Joint, PromptSelection.Factored })
            counts.Add(await LastStepAsync(layers: 2, new DlnOptions { Memory = 0, Selection = selection }));
        counts[0].Should().Be(counts[1]);
    }

    [Fact]
    public async Task Racing_saves_most_scores_pruning_some_and_little_is_lost()
    {
        var ways = new (string Name, DlnOptions Options)[]
        {
            ("whole", new DlnOptions()), ("racing", new DlnOptions { Racing = true }), ("pruning", new DlnOptions { Hidden = { Prune = 0.01 } }), ("both", new DlnOptions { Racing = true, Hidden = { Prune = 0.01 } }),
        };
        var (asked, found) = (new double[ways.Length], new double[ways.Length]);
        const int problems = 20;
        for (var seed = 0; seed < problems; seed++)
        {
            var table = HiddenTable.Random(new Seed(91).Derive("table", seed), rules: 5, inputs: 40, texts: 12, proposesAny: true);
            var inner = table.CreateModel(_folder);
            foreach (var (index, (_, options)) in ways.Index())
            {
                // What competes is the same for all: one step from the same prompts. Nothing is drawn as candidates would write, for then what is pruned is a smaller part.
                (options.Iterations, options.Memory, options.BatchSize, options.Proposals) = (1, 0, 40, 40);
                (options.Hidden.Samples, options.Hidden.CandidateSamples, options.Hidden.Temperature) = (K, 0, 1);
                var model = new ObservedModel(inner);
                var task = table.TaskFor(model, (ulong)seed) with { Validation = [HiddenTable.Example(0)] };
                await _search.RunAsync(task, options);
                asked[index] += (double)model.Scored.Distinct().Count() / problems;
                found[index] += _search.Journal.Iterations[0].Value["logLikelihood"] / problems;
            }
        }

        foreach (var (index, (name, _)) in ways.Index())
            output.WriteLine($"{name,8}: {asked[index]:0} scores, {asked[0] / asked[index]:0.00} times fewer; log-likelihood of what is chosen {found[index]:0.000}");
        asked[1].Should().BeLessThan(asked[0] / 1.5);
        asked[2].Should().BeLessThan(asked[0]);
        asked[3].Should().BeLessThan(Math.Min(asked[1], asked[2]));
        found[3].Should().BeGreaterThan(found[0] - 0.05);
    }

    private static DlnOptions Paper(int memory) => new()
    {
        Memory = memory,
        Selection = PromptSelection.Factored,
        Hidden = { Weighting = HiddenWeighting.Samples, Samples = K, CandidateSamples = 0, Kept = 0 },
    };

    private static async Task<StepRequests> LastStepAsync(int layers, DlnOptions options)
    {
        // In the last step as many programs were found as are remembered.
        (options.BatchSize, options.Proposals, options.Iterations) = (B, N - 1, options.Memory + 2);
        var model = new CountedModel();
        var program = HiddenTable.Program();
        var task = Search.TaskFor(model, "") with
        {
            Program = layers == 2 ? program : new PromptProgram([program.Layers[1] with { Template = program.Layers[0].Template }]),
            Training = [.. Enumerable.Range(0, 20_000).Select(CountedModel.Example)],
            Validation = [CountedModel.Chosen],
            Trace = model,
        };
        await new DlnOptimizer(options).OptimizeAsync(task, CancellationToken.None);
        return model.Steps[^1];
    }

    private void Print(string what, StepRequests step) => output.WriteLine(
        $"{what}: {step.Classes} classes ({step.Verbalizers} verbalizers), {step.Hidden} hidden texts, {step.Generated} generations; {step.All} requests with those asked again");
}
