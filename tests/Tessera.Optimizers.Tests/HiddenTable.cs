using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Models.Table;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

/// <summary>A table of two layers over cubes of prompts, so small that everything about it can be enumerated.</summary>
internal sealed class HiddenTable
{
    public static readonly IReadOnlyList<AnswerClass> Classes = [new("yes", ["yes"]), new("no", ["no"])];

    private readonly double[][][] _below;
    private readonly double[][][] _above;

    private HiddenTable(double[][][] below, double[][][] above) => (_below, _above) = (below, above);

    /// <summary>Whether a proposal may be any other prompt of the layer, and not only one that differs in one rule.</summary>
    public bool ProposesAny { get; init; }

    /// <summary>How many prompts a layer has.</summary>
    public int Prompts => _below.Length;

    public int Inputs => _below[0].Length;

    public int Texts => _below[0][0].Length;

    /// <summary>A table whose prompts have little to do with one another: p(h | x, π0) ∝ exp(2 z), and log-odds of the right answer 2 z, with z standard normal.</summary>
    public static HiddenTable Random(Seed seed, int rules = 2, int inputs = 5, int texts = 4, bool proposesAny = false)
    {
        var random = seed.CreateRandom();
        return new HiddenTable(
            Make(1 << rules, inputs, _ => Rounded([.. Enumerable.Range(0, texts).Select(_ => Math.Exp(2 * Normal(random)))])),
            Make(1 << rules, inputs, _ => [.. Enumerable.Range(0, texts).Select(_ => Math.Round(1 / (1 + Math.Exp(-2 * Normal(random))), 6))])) { ProposesAny = proposesAny };
    }

    /// <summary>A table from probabilities: p(h | x, π0) by prompt, input and text, and p(right | h, x, π1) likewise. Prompts are as many as a cube's corners.</summary>
    public static HiddenTable Of(double[][][] below, double[][][] above) => new(below, above);

    public static string Below(int prompt) => string.Create(CultureInfo.InvariantCulture, $"Think by rules {Convert.ToString(prompt, 2)}.");

    public static string Above(int prompt) => string.Create(CultureInfo.InvariantCulture, $"Decide by rules {Convert.ToString(prompt, 2)}.");

    public static string Text(int text) => string.Create(CultureInfo.InvariantCulture, $"thought {text}");

    public static string Target(int input) => input % 2 == 0 ? "yes" : "no";

    public static Example Example(int input) => new(string.Create(CultureInfo.InvariantCulture, $"Question {input}?"), Target(input));

    public double Hidden(int prompt, int input, int text) => _below[prompt][input][text];

    public double Right(int prompt, int input, int text) => _above[prompt][input][text];

    /// <summary>log p(y | x) = log Σ_h p(h | x) p(y | h, x), summed out.</summary>
    public double LogLikelihood(int below, int above, int input) => Math.Log(Enumerable.Range(0, Texts).Sum(text => Hidden(below, input, text) * Right(above, input, text)));

    public double LogLikelihood(int below, int above) => Enumerable.Range(0, Inputs).Average(input => LogLikelihood(below, above, input));

    public double Optimum => (from below in Enumerable.Range(0, Prompts) from above in Enumerable.Range(0, Prompts) select LogLikelihood(below, above)).Max();

    /// <summary>The true mean log-likelihood of a program found.</summary>
    public double LogLikelihood(PromptProgram program)
    {
        int IndexOf(int layer, Func<int, string> text) => Enumerable.Range(0, Prompts).Single(prompt => text(prompt) == program.Layers[layer].Prompt);
        return LogLikelihood(IndexOf(0, Below), IndexOf(1, Above));
    }

    public static PromptProgram Program(int below = 0, int above = 0) => new(
    [
        new PromptLayer { Name = "think", Prompt = Below(below), Template = "<instruction>{{ prompt }}</instruction><input>{{ input }}</input>" },
        new PromptLayer
        {
            Name = "decide",
            Prompt = Above(above),
            Template = "<instruction>{{ prompt }}</instruction><input>{{ input }}</input><hidden>{{ hidden }}</hidden>",
            Residual = true,
            Classes = Classes,
        },
    ]);

    public OptimizationTask TaskFor(ILanguageModel model, ulong seed = 1, int below = 0, int above = 0) =>
        Search.TaskFor(model, "", seed) with { Program = Program(below, above), Training = [.. Enumerable.Range(0, Inputs).Select(Example)] };

    public TableLanguageModel CreateModel(string folder)
    {
        var path = Path.Combine(folder, $"{Guid.NewGuid():n}.json");
        File.WriteAllText(path, ToJson().ToJsonString());
        var model = new TableLanguageModel(new TableModelOptions { File = path });
        _ = model.Identity;
        return model;
    }

    private JsonObject ToJson() => new()
    {
        ["format"] = "tessera-table-model/1",
        ["name"] = "hidden",
        ["inputs"] = Keyed(Inputs, "i", input => Example(input).Input),
        ["layers"] = new JsonArray(
            new JsonObject
            {
                ["outputs"] = Keyed(Texts, "h", text => Text(text)),
                ["prompts"] = Keyed(Prompts, "a", prompt => Prompt(prompt, "a", Below(prompt), input => Keyed(Texts, "h", text => Hidden(prompt, input, text)))),
            },
            new JsonObject
            {
                ["outputs"] = new JsonObject { ["yes"] = "yes", ["no"] = "no" },
                ["prompts"] = Keyed(Prompts, "b", prompt => Prompt(prompt, "b", Above(prompt), input => Keyed(Texts, "h", text =>
                    new JsonObject { [Target(input)] = Right(prompt, input, text), [Target(input + 1)] = Math.Round(1 - Right(prompt, input, text), 6) }))),
            }),
    };

    private JsonObject Prompt(int prompt, string letter, string text, Func<int, JsonObject> row) => new()
    {
        ["text"] = text,
        ["outputs"] = Keyed(Inputs, "i", row),
        ["next"] = Next(prompt, letter),
    };

    private JsonObject Next(int prompt, string letter)
    {
        var others = (ProposesAny ? Enumerable.Range(0, Prompts).Where(other => other != prompt) : Enumerable.Range(0, int.Log2(Prompts)).Select(rule => prompt ^ (1 << rule))).ToList();
        return new JsonObject(others.Select(other => KeyValuePair.Create($"{letter}{other}", (JsonNode?)(1.0 / others.Count))));
    }

    private static JsonObject Keyed<T>(int count, string letter, Func<int, T> value) =>
        new(Enumerable.Range(0, count).Select(index => KeyValuePair.Create($"{letter}{index}", (JsonNode?)(value(index) is JsonNode node ? node : JsonValue.Create(value(index))))));

    private static double[][][] Make(int prompts, int inputs, Func<int, double[]> row) =>
        [.. Enumerable.Range(0, prompts).Select(_ => Enumerable.Range(0, inputs).Select(row).ToArray())];

    private static double[] Rounded(double[] weights)
    {
        var rounded = Array.ConvertAll(weights, weight => Math.Round(weight / weights.Sum(), 6));
        rounded[0] += 1 - rounded.Sum();
        return rounded;
    }

    private static double Normal(System.Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
