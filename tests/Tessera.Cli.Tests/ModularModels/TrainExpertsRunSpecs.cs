using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tessera.Adapters.Tests.Models;
using Tessera.Adapters.Tests.Tasks;

namespace Tessera.Cli.Tests.ModularModels;

/// <summary>The pipeline that the documents show trains experts beside whatever model and tasks I name, and goes on after it was killed.</summary>
public sealed class TrainExpertsRunSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new(), _model = new();
    private readonly PairFolder _tasks = new();

    public TrainExpertsRunSpecs()
    {
        TinyModel.Llama().Write(_model);
        foreach (var (family, better, worse) in new[] { ("left", 'a', 'b'), ("right", 'b', 'a'), ("far", 'c', 'i') })
        {
            for (var task = 0; task < 4; task++) _tasks.Add($"{family}_{task}", family, better, worse, examples: 300);
        }
    }

    public void Dispose()
    {
        _folder.Dispose();
        _model.Dispose();
        _tasks.Dispose();
    }

    [Fact]
    public async Task The_documents_pipeline_trains_private_clustered_and_shared_experts()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Samples, "train-experts.yaml"));
        var pipeline = _folder.File("train.yaml", text.Replace("clusters: 8", "clusters: 3", StringComparison.Ordinal).Replace("steps: 300", "steps: 20", StringComparison.Ordinal).Replace("steps: 60", "steps: 20", StringComparison.Ordinal));
        var result = await TesseraProcess.RunAsync(["run", pipeline, .. Inputs, "--out", Path.Combine(_folder.Path, "run"), "--json"]);

        result.ExitCode.Should().Be(0, result.StandardError + result.StandardOutput);
        var steps = JsonNode.Parse(result.StandardOutput)!["steps"]!.AsArray().ToDictionary(step => step!["name"]!.GetValue<string>(), step => step!["metrics"]!);
        steps["split"]["heldOut"]!.GetValue<double>().Should().Be(3);
        steps["private"]["experts"]!.GetValue<double>().Should().Be(9);
        steps["mbc"]["experts"]!.GetValue<double>().Should().Be(3);
        steps["shared"]["experts"]!.GetValue<double>().Should().Be(1);
        steps["clusters"].AsObject().Should().ContainKey("ari", "experts know the families of their tasks");
    }

    [Fact]
    public async Task A_run_that_is_killed_while_it_trains_ends_with_the_same_library()
    {
        var pipeline = _folder.File("train.yaml", """
            name: train
            inputs: { model: "", tasks: "" }
            steps:
              base: { uses: step/load-model, with: { path: "${inputs.model}" } }
              split: { uses: step/split-tasks, with: { tasks: "${inputs.tasks}", trainingExamples: 200, testExamples: 100 } }
              experts: { uses: step/train-experts, with: { model: "${base}", tasks: "${split}", steps: 60, batch: 16, checkpointEvery: 5 } }
            """);
        var (killed, whole) = (Path.Combine(_folder.Path, "killed"), Path.Combine(_folder.Path, "whole"));
        await using (var running = RunningTessera.Start(_folder.Path, ["run", pipeline, .. Inputs, "--out", killed]))
        {
            var checkpoint = Path.Combine(killed, "steps", "experts", "files", "checkpoints");
            for (var waited = 0; !(Directory.Exists(checkpoint) && Directory.EnumerateFiles(checkpoint, "*.safetensors").Any()); waited++)
            {
                waited.Should().BeLessThan(3000, "a checkpoint is kept");
                await Task.Delay(20);
            }

            running.RequireAlive();
            running.Kill();
        }

        foreach (var run in new[] { killed, whole })
        {
            var result = await TesseraProcess.RunAsync(["run", pipeline, .. Inputs, "--out", run]);
            result.ExitCode.Should().Be(0, "{0}{1}", result.StandardError, result.StandardOutput);
        }

        Hashes(killed).Should().Equal(Hashes(whole)).And.HaveCountGreaterThan(24);
    }

    private string[] Inputs => ["--set", $"model={_model.Path}", "--set", $"tasks={_tasks.Path}"];

    private static Dictionary<string, string> Hashes(string run)
    {
        var files = Path.Combine(run, "steps", "experts", "files");
        return Directory.EnumerateFiles(files, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToDictionary(file => Path.GetRelativePath(files, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
    }
}
