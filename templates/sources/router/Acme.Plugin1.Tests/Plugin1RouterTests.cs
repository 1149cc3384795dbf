using Tessera.Sdk.Testing.Routers;

namespace Acme.Plugin1.Tests;

public class Plugin1RouterTests
{
    [Fact]
    public async Task The_router_keeps_its_contract()
    {
        var report = await RouterConformance.CheckAsync(
            () => new Plugin1Router(new Plugin1Options()), cancellationToken: TestContext.Current.CancellationToken);

        report.ThrowIfFailed();
    }
}
