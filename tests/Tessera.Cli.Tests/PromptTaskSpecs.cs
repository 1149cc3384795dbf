using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests;

/// <summary>A prompt is learned on a task in a pipeline, with a model whose probabilities are known.</summary>
public sealed class PromptTaskSpecs : IDisposable
{
    private const string Ask = "If you follow these instructions, do you return to the starting point?";

    private static readonly (string Input, string Target)[] Rows =
        [("Take 1 step.", "No"), ("Turn left.", "Yes"), ("Take 2 steps.", "No"), ("Turn right.", "Yes"), ("Take 3 steps.", "No"), ("Turn around.", "Yes")];

    private readonly TemporaryFolder _folder = new();

    public PromptTaskSpecs()
    {
        _folder.File("data/prompt-tasks/bb_minus_bbh/navigate.json", Examples(Rows[..4]));
        _folder.File("data/bbh/navigate.json", Examples(Rows[4..]));
        _folder.File("walks.table.json", Table());
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("${task.training}")]
    [InlineData("${task.folder}/training.jsonl")]
    public async Task The_task_tells_the_search_its_data_classes_and_prompt(string training)
    {
        var file = _folder.File("walks.yaml", $$"""
            name: walks
            steps:
              task: { uses: step/prompt-task, with: { task: navigate, folder: data } }
              prompt:
                uses: step/optimize-prompt
                with:
                  model: { uses: model/table, with: { file: walks.table.json } }
                  optimizer: { uses: optimizer/dln, with: { iterations: 2 } }
                  data: {{training}}
                  validation: ${task.validation}
                  classes: ${task.classes}
                  prompt: ${task.instruction}
                  loss: loss/first-word
            """);
        var run = Path.Combine(_folder.Path, "run");
        var result = await TesseraProcess.RunAsync("run", file, "--out", run);
        result.ExitCode.Should().Be(0, result.StandardError);
        var output = await File.ReadAllTextAsync(Path.Combine(run, "summary.json"));
        output.Should().Contain("accuracyAfter").And.Contain("training");
        Directory.EnumerateFiles(run, "program.json", SearchOption.AllDirectories).Select(File.ReadAllText).Should().ContainSingle().Which.Should().Contain("Keep track.");
    }

    [Fact]
    public async Task Negative_sizes_and_seeds_are_refused_before_anything_runs()
    {
        var file = _folder.File("walks.yaml", "name: walks\nsteps:\n  task: { uses: step/prompt-task, with: { task: navigate, folder: data, training: -1, test: 0, seed: -5 } }\n");
        var result = await TesseraProcess.RunAsync("validate", file);
        result.ExitCode.Should().Be(2);
        result.StandardError.Split("TESS3026").Should().HaveCount(4, "three mistakes are told: {0}", result.StandardError);
    }

    private static string Examples(IEnumerable<(string Input, string Target)> rows) =>
        new JsonObject { ["examples"] = new JsonArray([.. rows.Select(row => (JsonNode)new JsonObject { ["input"] = row.Input, ["target"] = row.Target })]) }.ToJsonString();

    private static string Table()
    {
        JsonObject Prompt(string text, double right, string next) => new()
        {
            ["text"] = text,
            ["outputs"] = new JsonObject(Rows.Index().Select(row => KeyValuePair.Create($"i{row.Index}", (JsonNode?)new JsonObject
            {
                [row.Item.Target] = right, [row.Item.Target == "Yes" ? "No" : "Yes"] = 1 - right,
            }))),
            ["next"] = new JsonObject { [next] = 1 },
        };
        return new JsonObject
        {
            ["format"] = "tessera-table-model/1",
            ["name"] = "walks",
            ["inputs"] = new JsonObject(Rows.Index().Select(row => KeyValuePair.Create($"i{row.Index}", (JsonNode?)row.Item.Input))),
            ["layers"] = new JsonArray(new JsonObject
            {
                ["outputs"] = new JsonObject { ["Yes"] = "Yes", ["No"] = "No" },
                ["prompts"] = new JsonObject { ["ask"] = Prompt(Ask, 0.5, "track"), ["track"] = Prompt(Ask + " Keep track.", 0.75, "ask") },
            }),
        }.ToJsonString();
    }
}
