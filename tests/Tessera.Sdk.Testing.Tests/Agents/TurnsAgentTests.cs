using Tessera.Sdk.Agents;
using Tessera.Sdk.Testing.Agents;

namespace Tessera.Sdk.Testing.Tests.Agents;

#region conformance
public class TurnsAgentTests
{
    [Fact]
    public async Task The_agent_keeps_its_contract()
    {
        var report = await AgentConformance.CheckAsync(
            () => new TurnsAgent(), new AgentConformanceOptions { Unfit = [new AgentTask { Instructions = "" }] });

        report.ThrowIfFailed();
    }
}
#endregion
