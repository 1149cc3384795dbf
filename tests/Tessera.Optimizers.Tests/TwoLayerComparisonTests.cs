using Tessera.Language.Budgets;
using Tessera.Language.Caching;
using Tessera.Optimizers.Dln;
using Tessera.Optimizers.Dln.Hidden;
using Tessera.Optimizers.Dln.Selection;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

public sealed class TwoLayerComparisonTests(ITestOutputHelper output) : IDisposable
{
    private readonly Search _search = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("hidden-").FullName;

    public void Dispose()
    {
        _search.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Explore()
    {
        var variants = new Dictionary<string, DlnOptions>
        {
            ["joint, no candidates"] = new() { Iterations = 60, Proposals = 4, Hidden = { CandidateSamples = 0 } },
            ["joint 5+3"] = new() { Iterations = 60, Proposals = 4 },
            ["joint 2+3"] = new() { Iterations = 60, Proposals = 4, Hidden = { Samples = 2 } },
            ["joint 2+3 T1"] = new() { Iterations = 60, Proposals = 4, Hidden = { Samples = 2, Temperature = 1 } },
            ["joint 5+0 T1"] = new() { Iterations = 60, Proposals = 4, Hidden = { CandidateSamples = 0, Temperature = 1 } },
            ["factored"] = new() { Iterations = 60, Proposals = 4, Selection = PromptSelection.Factored, Hidden = { CandidateSamples = 0 } },
            ["paper"] = new() { Iterations = 60, Proposals = 4, Selection = PromptSelection.Factored, Hidden = { Weighting = HiddenWeighting.Samples, Likelihood = HiddenLikelihood.MeanPerToken, Kept = 0 } },
        };
        var (found, regret, calls) = (new Dictionary<string, int>(), new Dictionary<string, double>(), new Dictionary<string, long>());
        var start = 0.0;
        for (var seed = 0; seed < 60; seed++)
        {
            var table = HiddenTable.Random(new Seed(31).Derive("table", seed), rules: 3, proposesAny: true);
            var model = table.CreateModel(_folder);
            start += table.Optimum - table.LogLikelihood(0, 0);
            foreach (var (name, options) in variants)
            {
                var budget = new LanguageBudget(600);
                var result = await _search.RunAsync(table.TaskFor(new CachedLanguageModel(new BudgetedLanguageModel(model, budget)), (ulong)seed), options);
                var gap = table.Optimum - table.LogLikelihood(result.Program);
                found[name] = found.GetValueOrDefault(name) + (gap < 1e-9 ? 1 : 0);
                regret[name] = regret.GetValueOrDefault(name) + gap;
                calls[name] = calls.GetValueOrDefault(name) + budget.Calls;
            }
        }

        output.WriteLine($"start {start / 60:0.000}");
        foreach (var name in variants.Keys) output.WriteLine($"{name,20} found {found[name]} regret {regret[name] / 60:0.0000} calls {calls[name] / 60}");
    }
}
