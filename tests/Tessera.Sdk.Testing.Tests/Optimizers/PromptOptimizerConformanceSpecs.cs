using Tessera.Sdk.Prompts;
using Tessera.Sdk.Testing.Optimizers;

namespace Tessera.Sdk.Testing.Tests.Optimizers;

/// <summary>The kit for optimizers finds each fault, and finds none where there is none.</summary>
[Collection("the process's folder and variables")]
public class PromptOptimizerConformanceSpecs
{
    public static TheoryData<int, string> Faults => [.. FaultyOptimizers.All.Select((faulty, index) => (index, faulty.Id))];

    [Fact]
    public async Task A_right_optimizer_passes_everything()
    {
        var report = await CheckAsync(() => new RewritingOptimizer());

        report.Results.Should().OnlyContain(result => result.Outcome == ConformanceOutcome.Passed, report.ToString());
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_faulty_optimizer_is_found_out(int index, string id)
    {
        var report = await CheckAsync(FaultyOptimizers.All[index].Create);

        report.Failures.Select(failure => failure.Id).Should().Equal([id], report.ToString());
        report.Failures[0].Message.Should().NotBeEmpty();
    }

    [Fact]
    public void Each_check_has_a_faulty_optimizer() =>
        FaultyOptimizers.All.Select(faulty => faulty.Id).Distinct().Should().BeEquivalentTo(PromptOptimizerConformance.Checks.Select(check => check.Id));

    private static Task<ConformanceReport> CheckAsync(Func<IPromptOptimizer> create) =>
        PromptOptimizerConformance.CheckAsync(create, new PromptOptimizerConformanceOptions { Patience = TimeSpan.FromSeconds(6) });
}
