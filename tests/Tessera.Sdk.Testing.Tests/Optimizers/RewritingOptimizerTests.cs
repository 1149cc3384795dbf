using Tessera.Sdk.Testing.Optimizers;

namespace Tessera.Sdk.Testing.Tests.Optimizers;

#region conformance
public class RewritingOptimizerTests
{
    [Fact]
    public async Task The_optimizer_keeps_its_contract()
    {
        var report = await PromptOptimizerConformance.CheckAsync(() => new RewritingOptimizer());

        report.ThrowIfFailed();
    }
}
#endregion
