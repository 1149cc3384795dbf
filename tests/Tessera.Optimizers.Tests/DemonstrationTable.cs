using System.Text.Json.Nodes;
using Tessera.Language.Templates;
using Tessera.Models.Table;
using Tessera.Optimizers.FewShot;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

/// <summary>A table of one prompt, bare and with each ordered pair of demonstrations, whose probabilities have nothing to do with one another.</summary>
internal sealed class DemonstrationTable
{
    public const string Prompt = "Answer the question.";

    private readonly Dictionary<string, double[]> _right;

    public DemonstrationTable(Seed seed)
    {
        var random = seed.CreateRandom();
        var pairs = Enumerable.Range(0, PromptTable.Inputs).SelectMany(first => Enumerable.Range(0, PromptTable.Inputs).Where(second => second != first).Select(second => new[] { first, second }));
        _right = pairs.Select(TextOf).Prepend(Prompt).ToDictionary(
            text => text, text => Enumerable.Range(0, PromptTable.Inputs).Select(_ => Math.Round(text == Prompt ? 0.5 : 0.05 + (0.9 * random.NextDouble()), 6)).ToArray());
    }

    /// <summary>The prompts with one demonstration of each target.</summary>
    public static IReadOnlyList<string> Balanced { get; } = [.. Enumerable.Range(0, PromptTable.Inputs).SelectMany(first => Enumerable.Range(0, PromptTable.Inputs)
        .Where(second => PromptTable.Target(first) != PromptTable.Target(second)).Select(second => TextOf([first, second])))];

    public static string TextOf(int[] demonstrations) => new LiquidTemplateRenderer().Render(new FewShotOptions().Template, new Dictionary<string, object?>
    {
        ["prompt"] = Prompt,
        ["demonstrations"] = demonstrations.Select(input => new Dictionary<string, object?> { ["input"] = PromptTable.Input(input), ["answer"] = PromptTable.Target(input) }).ToList(),
    });

    /// <summary>The mean log-probability of the wanted answers, straight from the table.</summary>
    public double Score(string prompt, IEnumerable<int>? inputs = null) => (inputs ?? Enumerable.Range(0, PromptTable.Inputs)).Average(input => Math.Log(_right[prompt][input]));

    public TableLanguageModel CreateModel(string folder)
    {
        var path = Path.Combine(folder, $"{Guid.NewGuid():n}.json");
        File.WriteAllText(path, ToJson().ToJsonString());
        return new TableLanguageModel(new TableModelOptions { File = path });
    }

    private JsonObject ToJson() => new()
    {
        ["format"] = "tessera-table-model/1",
        ["name"] = "demonstrations",
        ["inputs"] = new JsonObject(Enumerable.Range(0, PromptTable.Inputs).Select(input => KeyValuePair.Create($"i{input}", (JsonNode?)PromptTable.Input(input)))),
        ["layers"] = new JsonArray(new JsonObject
        {
            ["outputs"] = new JsonObject { ["yes"] = "yes", ["no"] = "no" },
            ["prompts"] = new JsonObject(_right.Select((pair, index) => KeyValuePair.Create($"p{index}", (JsonNode?)new JsonObject { ["text"] = pair.Key, ["outputs"] = RowsOf(pair.Value) }))),
        }),
    };

    private static JsonObject RowsOf(double[] right) => new(right.Select((probability, input) => KeyValuePair.Create($"i{input}", (JsonNode?)new JsonObject
    {
        [PromptTable.Target(input)] = probability,
        [PromptTable.Target(input + 1)] = Math.Round(1 - probability, 6),
    })));
}
