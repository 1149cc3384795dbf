using Tessera.Sdk.Testing.Optimizers;

namespace Acme.Plugin1.Tests;

public class Plugin1OptimizerTests
{
    [Fact]
    public async Task The_optimizer_keeps_its_contract()
    {
        var report = await PromptOptimizerConformance.CheckAsync(
            () => new Plugin1Optimizer(new Plugin1Options()), cancellationToken: TestContext.Current.CancellationToken);

        report.ThrowIfFailed();
    }
}
