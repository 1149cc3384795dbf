using Tessera.Sdk.Testing.Terminals;

namespace Tessera.Sdk.Testing.Tests.Terminals;

#region conformance
public class HookedTerminalsTests
{
    [Fact]
    public async Task The_terminals_keep_their_contract()
    {
        var report = await TerminalConformance.CheckAsync(() => new HookedTerminals());

        report.ThrowIfFailed();
    }
}
#endregion
