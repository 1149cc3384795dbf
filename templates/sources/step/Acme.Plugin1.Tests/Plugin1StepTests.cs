using System.Text.Json.Nodes;
using Tessera.Sdk.Testing.Steps;

namespace Acme.Plugin1.Tests;

public sealed class Plugin1StepTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public Plugin1StepTests() => File.WriteAllText(_file, "To be or not to be");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task The_step_keeps_its_contract()
    {
        var report = await StepConformance.CheckAsync(
            () => new Plugin1Step(new Plugin1Options { File = _file }),
            new StepConformanceOptions
            {
                Unfit = [() => new Plugin1Step(new Plugin1Options { File = "missing.txt" })],
                PartOptions = new JsonObject { ["file"] = _file },
            },
            TestContext.Current.CancellationToken);

        report.ThrowIfFailed();
    }
}
