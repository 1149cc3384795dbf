using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Steps;

/// <summary>How a project's check ended.</summary>
/// <param name="Result">How its program ended.</param>
internal sealed record Evaluation(TerminalResult Result)
{
    public bool Passed => Result.Succeeded;

    public TestCounts? Tests { get; } = TestCounts.Find(Result.Output);
}
