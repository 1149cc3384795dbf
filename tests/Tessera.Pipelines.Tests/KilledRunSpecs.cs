using System.Diagnostics;
using System.Text.Json.Nodes;
using Tessera.Pipelines.Running;

namespace Tessera.Pipelines.Tests;

/// <summary>A run in a process of its own is killed at any moment, again and again, and must go on where it stopped.</summary>
public class KilledRunSpecs
{
    private const int Steps = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_killed_run_goes_on_and_no_finished_step_is_repeated(int seed)
    {
        using var fixture = new Fixture();
        var witness = Path.Combine(fixture.Folder, "witness.txt");
        var pipeline = fixture.Write("pipeline.yaml", "name: killed\nsteps:\n" + string.Concat(Enumerable.Range(0, Steps).Select(i =>
            $"  s{i}: {{ uses: step/add, with: {{ left: {(i == 0 ? "0" : $"\"${{s{i - 1}.value}}\"")}, milliseconds: 15, witness: {witness} }} }}\n")));
        var run = new RunFolder(Path.Combine(fixture.Folder, "run"));
        var random = new Random(seed);

        var kills = 0;
        int? exitCode = null;
        var complaints = "";
        for (; exitCode is null && kills < 200; kills++)
        {
            var finishedBefore = Finished(run);
            var countsBefore = Counts(witness);
            // Longer and longer, so that on a busy machine, too, some process lives past its own start.
            (exitCode, complaints) = await RunAndKillAsync(pipeline, run.Root, TimeSpan.FromMilliseconds(random.Next(80, 700) * (1 + (kills / 8.0))));
            var countsAfter = Counts(witness);
            foreach (var step in finishedBefore)
                countsAfter[step].Should().Be(countsBefore[step], "{0} was finished before the process was killed", step);
        }

        exitCode.Should().Be(0, "{0}", complaints);
        kills.Should().BeGreaterThan(2, "the process was killed on the way");
        run.ReadSummary()!.Steps[^1].Output!["value"]!.GetValue<double>().Should().Be(Steps);
        Finished(run).Should().HaveCount(Steps);
    }

    private static async Task<(int? ExitCode, string Complaints)> RunAndKillAsync(string pipeline, string folder, TimeSpan patience)
    {
        var runner = Path.Combine(AppContext.BaseDirectory.Replace("Tessera.Pipelines.Tests", "Tessera.Fixtures.Runner", StringComparison.Ordinal), "Tessera.Fixtures.Runner.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [runner, pipeline, folder, Fixture.Catalog.Plugins[0].Folder]) { RedirectStandardError = true })!;
        var complaints = process.StandardError.ReadToEndAsync();
        using var bound = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(bound.Token);
            return (process.ExitCode, await complaints);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync();
            return (null, await complaints);
        }
    }

    private static List<string> Finished(RunFolder run) => !Directory.Exists(Path.Combine(run.Root, "steps")) ? [] :
    [
        .. Directory.EnumerateDirectories(Path.Combine(run.Root, "steps"))
            .Where(step => File.Exists(Path.Combine(step, "done.json")) && JsonNode.Parse(File.ReadAllText(Path.Combine(step, "done.json"))) is not null)
            .Select(step => Path.GetFileName(step)),
    ];

    private static Dictionary<string, int> Counts(string witness) =>
        File.Exists(witness) ? File.ReadAllLines(witness).GroupBy(line => line).ToDictionary(group => group.Key, group => group.Count()) : [];
}
