using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Models.Table;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

/// <summary>A table over a cube of prompts: each has some of a few rules, and its neighbours differ in one.</summary>
internal sealed class PromptTable
{
    public const int Inputs = 6;

    private readonly double[][] _right;

    private PromptTable(int rules, double[][] right) => (Rules, _right) = (rules, right);

    public int Rules { get; }

    public int Prompts => 1 << Rules;

    /// <summary>A table with one peak: each rule helps or harms every input by the same in log-odds, whatever the other rules.</summary>
    public static PromptTable Unimodal(int rules, Seed seed)
    {
        var random = seed.CreateRandom();
        var base0 = Enumerable.Range(0, Inputs).Select(_ => (random.NextDouble() * 2) - 1).ToArray();
        var effects = Enumerable.Range(0, rules).Select(_ => (0.4 + random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1)).ToArray();
        return new PromptTable(rules, [.. Enumerable.Range(0, 1 << rules).Select(prompt => Enumerable.Range(0, Inputs)
            .Select(input => Sigmoid(base0[input] + effects.Where((_, rule) => (prompt & (1 << rule)) != 0).Sum())).ToArray())]);
    }

    /// <summary>A table whose probabilities have nothing to do with one another.</summary>
    public static PromptTable Random(int rules, Seed seed)
    {
        var random = seed.CreateRandom();
        return new PromptTable(rules, [.. Enumerable.Range(0, 1 << rules).Select(_ => Enumerable.Range(0, Inputs).Select(_ => 0.05 + (0.9 * random.NextDouble())).ToArray())]);
    }

    public static string Text(int prompt) => string.Create(CultureInfo.InvariantCulture, $"Answer by rules {Convert.ToString(prompt, 2)}.");

    public static string Input(int input) => string.Create(CultureInfo.InvariantCulture, $"Question {input}?");

    public static string Target(int input) => input % 2 == 0 ? "yes" : "no";

    /// <summary>The mean log-probability of the wanted answers, straight from the table.</summary>
    public double Score(int prompt) => Enumerable.Range(0, Inputs).Average(input => Math.Log(Math.Round(_right[prompt][input], 6)));

    /// <summary>The share of inputs whose wanted answer is the more probable one, straight from the table.</summary>
    public double Accuracy(int prompt) => _right[prompt].Average(right => right > 0.5 ? 1.0 : 0.0);

    public int Optimum => Enumerable.Range(0, Prompts).MaxBy(Score);

    public TableLanguageModel CreateModel(string folder)
    {
        var path = Path.Combine(folder, $"{Guid.NewGuid():n}.json");
        File.WriteAllText(path, ToJson().ToJsonString());
        var model = new TableLanguageModel(new TableModelOptions { File = path });
        _ = model.Identity;
        return model;
    }

    private JsonObject ToJson()
    {
        var prompts = new JsonObject();
        for (var prompt = 0; prompt < Prompts; prompt++)
        {
            var outputs = new JsonObject();
            for (var input = 0; input < Inputs; input++)
            {
                var right = Math.Round(_right[prompt][input], 6);
                outputs[$"i{input}"] = new JsonObject { [Target(input)] = right, [Target(input + 1)] = Math.Round(1 - right, 6) };
            }

            var next = new JsonObject();
            for (var rule = 0; rule < Rules; rule++) next[$"p{prompt ^ (1 << rule)}"] = 1.0 / Rules;
            prompts[$"p{prompt}"] = new JsonObject { ["text"] = Text(prompt), ["outputs"] = outputs, ["next"] = next };
        }

        return new JsonObject
        {
            ["format"] = "tessera-table-model/1",
            ["name"] = "cube",
            ["inputs"] = new JsonObject(Enumerable.Range(0, Inputs).Select(input => KeyValuePair.Create($"i{input}", (JsonNode?)Input(input)))),
            ["layers"] = new JsonArray(new JsonObject { ["outputs"] = new JsonObject { ["yes"] = "yes", ["no"] = "no" }, ["prompts"] = prompts }),
        };
    }

    private static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
}
