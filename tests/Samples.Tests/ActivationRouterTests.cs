using Tessera.Sdk.Testing.Routers;

namespace Samples.Tests;

#region conformance
public class ActivationRouterTests
{
    [Fact]
    public async Task The_router_keeps_its_contract()
    {
        var report = await RouterConformance.CheckAsync(
            () => new ActivationRouter.ActivationRouter(),
            new RouterConformanceOptions { Experts = 10 });

        report.ThrowIfFailed();
    }
}
#endregion
