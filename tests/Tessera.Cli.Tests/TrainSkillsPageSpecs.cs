using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests;

/// <summary>The pipeline that docs/train-skills.md shows runs, on a real model and real minimal pairs.</summary>
public class TrainSkillsPageSpecs
{
    [Fact]
    public async Task I_can_run_the_pipeline_of_the_page_on_a_model_of_mine()
    {
        var (model, tasks) = (SharedData.Require("models/stories260k"), SharedData.Require("data/blimp"));
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "train-skills.md"));
        using var folder = new TemporaryFolder();
        var pipeline = Path.Combine(folder.Path, "skills.yaml");
        await File.WriteAllTextAsync(pipeline, page.Split("```yaml\n")[1].Split("```")[0]);

        var result = await TesseraProcess.RunAsync("run", pipeline, "--out", Path.Combine(folder.Path, "run"), "--json", "--set", $"model={model}", "--set", $"tasks={tasks}", "--set", "steps=3", "--set", "fewShotSteps=2");

        result.ExitCode.Should().Be(0, result.StandardError + result.StandardOutput);
        var methods = JsonNode.Parse(result.StandardOutput)!["methods"]!.AsArray();
        methods.Select(method => method!["name"]!.GetValue<string>()).Should().Equal("lora", "shared-lora", "poly", "poly-z", "poly-µ");
        methods.Should().OnlyContain(method => method!["heldOut"]!["perTask"]!.AsObject().Count == 9);
    }
}
