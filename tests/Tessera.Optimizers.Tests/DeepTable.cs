using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Models.Table;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

/// <summary>A table of several layers with random probabilities, so small that every program and every path of hidden texts can be enumerated.</summary>
internal sealed class DeepTable
{
    public const int Prompts = 4, Inputs = 4, Texts = 3;

    // By layer, prompt, input, text below (one in the first layer) and text, or in the last layer the right answer and the wrong one.
    private readonly double[][][][][] _layers;

    public DeepTable(Seed seed, int layers = 3)
    {
        var random = seed.CreateRandom();
        _layers = [.. Enumerable.Range(0, layers).Select(layer => Many(Prompts, () => Many(Inputs, () => Many(layer == 0 ? 1 : Texts, () => Row(random, layer == layers - 1 ? 2 : Texts)))))];
    }

    public int Layers => _layers.Length;

    public static string Prompt(int layer, int prompt) => string.Create(CultureInfo.InvariantCulture, $"Layer {layer} by rule {prompt}.");

    public static string Text(int layer, int text) => string.Create(CultureInfo.InvariantCulture, $"thought {layer} {text}");

    public static Example Example(int input) => new(string.Create(CultureInfo.InvariantCulture, $"Question {input}?"), Target(input));

    /// <summary>The probability of what a layer writes.</summary>
    public double Of(int layer, int prompt, int input, int below, int text) => _layers[layer][prompt][input][below][text];

    /// <summary>The mean of log p(y | x), all paths summed out.</summary>
    public double LogLikelihood(IReadOnlyList<int> prompts) => Enumerable.Range(0, Inputs).Average(input =>
    {
        double[] reached = [1];
        for (var layer = 0; layer < Layers; layer++)
        {
            var (own, before) = (layer, reached);
            reached = [.. Enumerable.Range(0, _layers[own][0][0][0].Length).Select(text => before.Index().Sum(below => below.Item * Of(own, prompts[own], input, below.Index, text)))];
        }

        return Math.Log(reached[0]);
    });

    public double LogLikelihood(PromptProgram program) =>
        LogLikelihood([.. program.Layers.Select((layer, index) => Enumerable.Range(0, Prompts).Single(prompt => Prompt(index, prompt) == layer.Prompt))]);

    public double Optimum => Programs.Max(LogLikelihood);

    private IEnumerable<int[]> Programs => Enumerable.Range(0, (int)Math.Pow(Prompts, Layers)).Select(number => Enumerable.Range(0, Layers).Select(layer => number / (int)Math.Pow(Prompts, layer) % Prompts).ToArray());

    public PromptProgram Program() => new([.. Enumerable.Range(0, Layers).Select(layer => new PromptLayer
    {
        Name = Name(layer),
        Prompt = Prompt(layer, 0),
        Template = "<instruction>{{ prompt }}</instruction><input>{{ input }}</input><hidden>{{ hidden }}</hidden>",
        Residual = true,
        Classes = layer == Layers - 1 ? HiddenTable.Classes : [],
    })]);

    public static string Name(int layer) => string.Create(CultureInfo.InvariantCulture, $"layer-{layer}");

    public OptimizationTask TaskFor(ILanguageModel model, ulong seed = 1) =>
        Search.TaskFor(model, "", seed) with { Program = Program(), Training = [.. Enumerable.Range(0, Inputs).Select(Example)] };

    public TableLanguageModel CreateModel(string folder)
    {
        var path = Path.Combine(folder, $"{Guid.NewGuid():n}.json");
        File.WriteAllText(path, new JsonObject
        {
            ["format"] = "tessera-table-model/1",
            ["name"] = "deep",
            ["inputs"] = Keyed(Inputs, input => Example(input).Input),
            ["layers"] = new JsonArray([.. Enumerable.Range(0, Layers).Select(LayerJson)]),
        }.ToJsonString());
        var model = new TableLanguageModel(new TableModelOptions { File = path });
        _ = model.Identity;
        return model;
    }

    private JsonNode LayerJson(int layer) => new JsonObject
    {
        ["outputs"] = layer == Layers - 1 ? new JsonObject { ["yes"] = "yes", ["no"] = "no" } : Keyed(Texts, text => Text(layer, text)),
        ["prompts"] = Keyed(Prompts, prompt => new JsonObject
        {
            ["text"] = Prompt(layer, prompt),
            ["outputs"] = Keyed(Inputs, input => layer == 0 ? RowJson(layer, prompt, input, 0) : Keyed(Texts, below => RowJson(layer, prompt, input, below))),
            ["next"] = new JsonObject(Enumerable.Range(0, Prompts).Where(other => other != prompt).Select(other => KeyValuePair.Create(Key(other), (JsonNode?)(1.0 / (Prompts - 1))))),
        }),
    };

    private JsonObject RowJson(int layer, int prompt, int input, int below) => layer == Layers - 1
        ? new JsonObject { [Target(input)] = Of(layer, prompt, input, below, 0), [Target(input + 1)] = Of(layer, prompt, input, below, 1) }
        : Keyed(Texts, text => Of(layer, prompt, input, below, text));

    private static string Target(int input) => input % 2 == 0 ? "yes" : "no";

    private static string Key(int index) => string.Create(CultureInfo.InvariantCulture, $"k{index}");

    private static JsonObject Keyed<T>(int count, Func<int, T> value) =>
        new(Enumerable.Range(0, count).Select(index => KeyValuePair.Create(Key(index), value(index) is JsonNode node ? node : (JsonNode?)JsonValue.Create(value(index)))));

    private static T[] Many<T>(int count, Func<T> make) => [.. Enumerable.Range(0, count).Select(_ => make())];

    // Probabilities ∝ exp(4 u), u uniform.
    private static double[] Row(Random random, int count)
    {
        var weights = Many(count, () => Math.Exp(4 * random.NextDouble()));
        double[] row = [.. weights.Select(weight => Math.Round(weight / weights.Sum(), 6))];
        row[0] += 1 - row.Sum();
        return row;
    }
}
