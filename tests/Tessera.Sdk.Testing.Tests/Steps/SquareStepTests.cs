using Tessera.Sdk.Testing.Steps;

namespace Tessera.Sdk.Testing.Tests.Steps;

#region conformance
public class SquareStepTests
{
    [Fact]
    public async Task The_step_keeps_its_contract()
    {
        var report = await StepConformance.CheckAsync(
            () => new SquareStep(new SquareOptions { Count = 3 }),
            new StepConformanceOptions { Unfit = [() => new SquareStep(new SquareOptions { Count = 0 })] });

        report.ThrowIfFailed();
    }
}
#endregion
