using Tessera.Sdk.Testing.Steps;

namespace Tessera.Sdk.Testing.Tests.Steps;

/// <summary>The kit for steps finds each fault, and finds none where there is none.</summary>
[Collection("the process's folder and variables")]
public class StepConformanceSpecs
{
    public static TheoryData<int, string> Faults => [.. FaultySteps.All.Select((faulty, index) => (index, faulty.Id))];

    [Fact]
    public async Task A_right_step_passes_everything()
    {
        var report = await StepConformance.CheckAsync(() => new SquareStep(), new StepConformanceOptions { Unfit = [() => new SquareStep(new SquareOptions { Count = 0 })] });

        report.Results.Should().OnlyContain(result => result.Outcome == ConformanceOutcome.Passed, report.ToString());
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_faulty_step_is_found_out(int index, string id)
    {
        var (_, create, unfit) = FaultySteps.All[index];
        var report = await StepConformance.CheckAsync(create, new StepConformanceOptions { Unfit = [unfit], Patience = TimeSpan.FromSeconds(6) });

        report.Failures.Select(failure => failure.Id).Should().Equal([id], report.ToString());
        report.Failures[0].Message.Should().NotBeEmpty();
    }

    [Fact]
    public void Each_check_has_a_faulty_step() =>
        FaultySteps.All.Select(faulty => faulty.Id).Distinct().Should().BeEquivalentTo(StepConformance.Checks.Select(check => check.Id));
}
