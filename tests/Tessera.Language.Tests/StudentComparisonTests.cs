using Tessera.Language.Optimization;
using Tessera.Language.PromptTasks;
using Tessera.Optimizers.Dln;
using Tessera.Optimizers.Dln.Hidden;
using Tessera.Optimizers.Dln.Selection;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Prompts;
using Tessera.Tests;

namespace Tessera.Language.Tests;

/// <summary>Learns two layers of prompts on real questions from a student that can be told how, with ten seeds, and holds two ways of choosing against each other.</summary>
/// <remarks>docs/deep-language-networks.md tells the numbers; they are printed by the test.</remarks>
public sealed class StudentComparisonTests(ITestOutputHelper output)
{
    private const int Seeds = 10, Calls = 3000;

    [Fact]
    public async Task With_ten_seeds_and_the_same_budget_two_layers_learn_what_to_tell_and_the_default_is_ahead_of_the_papers_choice()
    {
        using var taskContext = new RecordingContext();
        var data = await new PromptTaskStep(new PromptTaskOptions { Task = "navigate", Folder = SharedData.Require("data"), Training = 60, Validation = 20, Test = 60 }).RunAsync(taskContext, CancellationToken.None);
        var (ours, papers, before, calls) = (new double[Seeds], new double[Seeds], 0.0, (Ours: 0L, Papers: 0L));
        for (var seed = 0; seed < Seeds; seed++)
        {
            var own = await RunAsync(data, new DlnOptions { Iterations = 40, BatchSize = 6, Proposals = 6 }, seed);
            var paper = await RunAsync(data, Paper(), seed);
            (ours[seed], papers[seed], before) = (own.AccuracyAfter!.Value, paper.AccuracyAfter!.Value, own.AccuracyBefore!.Value);
            calls = (calls.Ours + own.Calls, calls.Papers + paper.Calls);
        }

        var differences = ours.Zip(papers, (one, other) => one - other).ToArray();
        var error = Math.Sqrt(differences.Sum(difference => Math.Pow(difference - differences.Average(), 2)) / (Seeds - 1) / Seeds);
        output.WriteLine($"before {before:0.00}, default {ours.Average():0.00} ({string.Join(' ', ours.Select(one => $"{one:0.00}"))}), the paper's choice {papers.Average():0.00} ({string.Join(' ', papers.Select(one => $"{one:0.00}"))}), difference {differences.Average():0.00} ± {2.26 * error:0.00}; {calls.Ours / Seeds} and {calls.Papers / Seeds} requests");
        ours.Average().Should().BeGreaterThan(before + 0.2);
        (differences.Average() - (2.26 * error)).Should().BePositive();
    }

    private static DlnOptions Paper() => new()
    {
        Iterations = 40,
        BatchSize = 6,
        Proposals = 6,
        Selection = PromptSelection.Factored,
        Exploration = 2,
        Hidden = { Samples = 5, CandidateSamples = 0, Kept = 0, Weighting = HiddenWeighting.Samples, Likelihood = HiddenLikelihood.MeanPerToken },
    };

    private static async Task<OptimizedPrompt> RunAsync(PreparedPromptTask data, DlnOptions options, int seed)
    {
        using var context = new RecordingContext((ulong)seed + 1);
        return await new OptimizePromptStep(new OptimizePromptOptions
        {
            Model = new Part<ILanguageModel>("model/student", () => new OwnedPart<ILanguageModel>(new NavigateStudent(layers: 2))),
            Optimizer = new Part<IPromptOptimizer>("optimizer/dln", () => new OwnedPart<IPromptOptimizer>(new DlnOptimizer(options))),
            Data = data.Training,
            Validation = data.Validation,
            Test = data.Test,
            Classes = data.Classes,
            Layers = [new LayerOptions { Name = "think", Prompt = NavigateStudent.Ask }, new LayerOptions { Name = "decide", Prompt = "Answer." }],
            Budget = new BudgetOptions { Calls = Calls },
        }).RunAsync(context, CancellationToken.None);
    }
}
