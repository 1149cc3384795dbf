using Tessera.Sdk.Prompts;
using Tessera.Sdk.Testing.Losses;

namespace Tessera.Sdk.Testing.Tests.Losses;

/// <summary>The kit for losses finds each fault, and finds none where there is none.</summary>
[Collection("the process's folder and variables")]
public class LossConformanceSpecs
{
    public static TheoryData<int, string> Faults => [.. FaultyLosses.All.Select((faulty, index) => (index, faulty.Id))];

    [Fact]
    public async Task A_right_loss_passes_everything()
    {
        var report = await CheckAsync(() => new WordsLoss());

        report.Results.Should().OnlyContain(result => result.Outcome == ConformanceOutcome.Passed, report.ToString());
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_faulty_loss_is_found_out(int index, string id)
    {
        var report = await CheckAsync(FaultyLosses.All[index].Create);

        report.Failures.Select(failure => failure.Id).Should().Equal([id], report.ToString());
        report.Failures[0].Message.Should().NotBeEmpty();
    }

    [Fact]
    public void Each_check_has_a_faulty_loss() =>
        FaultyLosses.All.Select(faulty => faulty.Id).Distinct().Should().BeEquivalentTo(LossConformance.Checks.Select(check => check.Id));

    private static Task<ConformanceReport> CheckAsync(Func<ILoss> create) => LossConformance.CheckAsync(create, new LossConformanceOptions
    {
        Right = [("It is positive", "positive"), ("MILK", "milk")],
        Wrong = [("negative", "positive"), ("milk and bread", "milk and wine")],
    });
}
