using Tessera.Language.Budgets;
using Tessera.Language.Caching;
using Tessera.Optimizers.Dln;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

/// <summary>Ways of learning two prompts, held against the optimum that enumeration finds, at the same number of requests.</summary>
/// <remarks>docs/deep-language-networks.md tells the numbers; they are printed by the test.</remarks>
public sealed class TwoLayerComparisonTests(ITestOutputHelper output) : IDisposable
{
    // Problem n has the table Random(new Seed(31).Derive("table", n), rules: 3) and the search's seed n.
    private const int Problems = 200, Calls = 600;

    private readonly string _folder = Directory.CreateTempSubdirectory("hidden-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task On_two_hundred_random_problems_the_optimum_is_reached_more_often_than_by_the_papers_choice()
    {
        var ways = new Dictionary<string, Func<DlnOptions>>
        {
            ["one round on the answering prompt"] = () => new() { Iterations = 1, Proposals = 20, Learn = ["decide"] },
            ["the paper's choice"] = () => TwoLayerSearchTests.Paper(new DlnOptions { Iterations = 60, Proposals = 4 }),
            ["as it is by default"] = () => new() { Iterations = 60, Proposals = 4 },
        };
        var gaps = ways.Keys.ToDictionary(name => name, _ => new double[Problems]);
        var start = new double[Problems];
        await Parallel.ForAsync(0, Problems, async (problem, _) =>
        {
            using var search = new Search();
            var table = HiddenTable.Random(new Seed(31).Derive("table", problem), rules: 3, proposesAny: true);
            var model = table.CreateModel(_folder);
            start[problem] = table.Optimum - table.LogLikelihood(0, 0);
            foreach (var (name, options) in ways)
            {
                var budget = new LanguageBudget(Calls);
                var result = await search.RunAsync(table.TaskFor(new CachedLanguageModel(new BudgetedLanguageModel(model, budget)), (ulong)problem), options());
                gaps[name][problem] = table.Optimum - table.LogLikelihood(result.Program);
            }
        });

        output.WriteLine($"{"as given",40}: optimum {start.Count(IsNothing)} of {Problems}, {start.Average():0.000} nats below it on average");
        foreach (var (name, gap) in gaps) output.WriteLine($"{name,40}: optimum {gap.Count(IsNothing)} of {Problems}, {gap.Average():0.000} nats below it on average");

        var (ours, papers) = (gaps["as it is by default"], gaps["the paper's choice"]);
        var differences = ours.Zip(papers, (own, other) => (IsNothing(own) ? 1.0 : 0) - (IsNothing(other) ? 1 : 0)).ToArray();
        var error = Math.Sqrt(differences.Sum(difference => Math.Pow(difference - differences.Average(), 2)) / (Problems - 1) / Problems);
        output.WriteLine($"reached more often by {differences.Average():0.000} ± {1.96 * error:0.000}");
        (differences.Average() - (1.96 * error)).Should().BeGreaterThan(0.25);
        ours.Average().Should().BeLessThan(papers.Average() / 2);
        papers.Average().Should().BeLessThan(start.Average());
    }

    private static bool IsNothing(double gap) => gap < 1e-9;
}
