using System.Text.Json.Nodes;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Tensors.Routing;
using Tessera.Sdk.Testing.Clusterers;
using Tessera.Sdk.Testing.Models;
using Tessera.Sdk.Testing.Optimizers;
using Tessera.Sdk.Testing.Routers;
using Tessera.Sdk.Testing.Tools;
using Tessera.Sdk.Tools;
using Tessera.Tests;

namespace Tessera.Sdk.Testing.Tests;

/// <summary>What is asked of strangers' parts holds for the shipped ones.</summary>
[Collection("the process's folder and variables")]
public class ShippedPartsSpecs
{
    [Theory]
    [InlineData("router/arrow", "{}")]
    [InlineData("router/arrow", """{ "topK": 0, "temperature": 0.5 }""")]
    [InlineData("router/arrow", """{ "topK": 1, "mixing": "parameters" }""")]
    [InlineData("router/uniform", "{}")]
    [InlineData("router/uniform", """{ "mixing": "parameters" }""")]
    [InlineData("router/poly", "{}")]
    [InlineData("router/poly", """{ "gate": "straightThrough", "dropout": 0.2, "sharedSkill": true }""")]
    [InlineData("router/poly", """{ "average": true }""")]
    [InlineData("router/mhr", """{ "heads": 8 }""")]
    [InlineData("router/mhr", """{ "heads": 2, "gate": "unitLength" }""")]
    [InlineData("router/task", "{}")]
    [InlineData("router/task", """{ "default": "expert-0" }""")]
    [InlineData("router/centroid", "{}")]
    [InlineData("router/centroid", """{ "topK": 2, "state": "last", "unitLength": false }""")]
    [InlineData("router/chorus", "{}")]
    [InlineData("router/chorus", """{ "topK": 2 }""")]
    [InlineData("router/phatgoose", "{}")]
    [InlineData("router/phatgoose", """{ "topK": 0 }""")]
    [InlineData("router/activation", "{}")]
    public async Task A_shipped_router_conforms(string uses, string options)
    {
        var report = await RouterConformance.CheckAsync(() => ShippedParts.Create<IRouter>(uses, options), new RouterConformanceOptions { PartOptions = Parsed(options) });

        RequireAll(report);
    }

    [Theory]
    [InlineData("clusterer/mbc", """{ "clusters": 4 }""")]
    [InlineData("clusterer/mbc", """{ "clusters": 4, "on": "delta", "components": 6 }""")]
    [InlineData("clusterer/mbc", """{ "clusters": 4, "on": "reads" }""")]
    [InlineData("clusterer/mbc", """{ "clusters": 0, "most": 6 }""")]
    [InlineData("clusterer/random", """{ "clusters": 4 }""")]
    [InlineData("clusterer/by-metadata", """{ "key": "domain" }""")]
    public async Task A_shipped_clusterer_conforms(string uses, string options)
    {
        var asked = JsonNode.Parse(options)!["clusters"]?.GetValue<int>() is > 0 and var clusters ? (int?)clusters : null;
        var report = await ClustererConformance.CheckAsync(() => ShippedParts.Create<IClusterer>(uses, options), new ClustererConformanceOptions
        {
            Clusters = asked,
            WithClusters = asked is null ? null : count => ShippedParts.Create<IClusterer>(uses, With(options, "clusters", count)),
            PartOptions = Parsed(options),
            FindsKinds = uses != "clusterer/random",
            OrderInvariant = uses != "clusterer/random",
            GaugeInvariant = uses != "clusterer/mbc" || options.Contains("\"on\"", StringComparison.Ordinal),
        });

        RequireAll(report);
    }

    [Theory]
    [InlineData("optimizer/zero-shot", "{}")]
    [InlineData("optimizer/zero-shot", """{ "scoring": "accuracy" }""")]
    [InlineData("optimizer/few-shot", """{ "shots": 2, "sets": 4 }""")]
    [InlineData("optimizer/ape", """{ "candidates": 4, "demonstrations": 2, "rounds": 2, "variants": 3, "sampleSize": 2 }""")]
    [InlineData("optimizer/ape", """{ "candidates": 4, "demonstrations": 2, "rounds": 1, "variants": 3, "sampleSize": 2, "scoring": "accuracy" }""")]
    [InlineData("optimizer/opro", """{ "iterations": 3, "proposals": 3, "sampleSize": 2 }""")]
    [InlineData("optimizer/opro", """{ "iterations": 3, "proposals": 3, "sampleSize": 2, "scoring": "accuracy" }""")]
    [InlineData("optimizer/dln", """{ "iterations": 3, "batchSize": 3, "proposals": 3 }""")]
    [InlineData("optimizer/dln", """{ "iterations": 3, "batchSize": 3, "proposals": 3, "scoring": "accuracy" }""")]
    [InlineData("optimizer/dln", """{ "iterations": 2, "batchSize": 4, "proposals": 4, "racing": true, "trust": 0.1 }""")]
    public async Task A_shipped_optimizer_conforms(string uses, string options)
    {
        var report = await PromptOptimizerConformance.CheckAsync(
            () => ShippedParts.Create<IPromptOptimizer>(uses, options), new PromptOptimizerConformanceOptions { PartOptions = Parsed(options) });

        RequireAll(report);
    }

    [Theory]
    [InlineData("optimizer/zero-shot", """{ "scoring": "accuracy" }""")]
    [InlineData("optimizer/dln", """{ "iterations": 2, "batchSize": 2, "proposals": 2 }""")]
    [InlineData("optimizer/dln", """{ "iterations": 2, "batchSize": 2, "proposals": 2, "scoring": "accuracy" }""")]
    public async Task A_shipped_optimizer_of_two_layers_conforms(string uses, string options)
    {
        // How probable an answer is through hidden texts is estimated from those that a search draws.
        var task = new PromptOptimizerConformanceOptions { ScoresAreExact = options.Contains("accuracy", StringComparison.Ordinal), Patience = TimeSpan.FromMinutes(1), PartOptions = Parsed(options) };
        var hidden = new PromptLayer { Name = "think", Prompt = "Think about the question.", Template = "{{ prompt }}\n\nQuestion: {{ input }}\nThought:", MaxTokens = 6 };
        task.Program = new PromptProgram([hidden, task.Program.Layers[0] with { Residual = true, Template = "{{ prompt }}\n\nQuestion: {{ input }}\nThought: {{ hidden }}\nAnswer:" }]);

        var report = await PromptOptimizerConformance.CheckAsync(() => ShippedParts.Create<IPromptOptimizer>(uses, options), task);

        RequireAll(report);
    }

    [Theory]
    [InlineData("interpolated")]
    [InlineData("additive")]
    public async Task The_shipped_model_of_word_counts_conforms(string smoothing)
    {
        using var folder = new TemporaryFolder();
        folder.File("text.txt", string.Join('\n', Enumerable.Range(0, 40).Select(line => $"the dog saw the cat {line % 7} times and the cat ran up the tree {line % 3}")));
        var options = new JsonObject { ["file"] = Path.Combine(folder.Path, "text.txt"), ["smoothing"] = smoothing }.ToJsonString();

        var report = await LanguageModelConformance.CheckAsync(
            () => ShippedParts.Create<ILanguageModel>("model/ngram", options), new LanguageModelConformanceOptions { Prompts = ["the dog", "the cat ran", "and the"], Continuations = [" saw", " ran", " tree"], PartOptions = Parsed(options) });

        RequireAll(report);
    }

    [Fact]
    public async Task The_shipped_model_of_tables_conforms()
    {
        string[] reviews = ["A wonderful film, I smiled all the way home.", "Dull, long and badly acted.", "It broke my heart, and I would see it again tomorrow."];
        var options = new JsonObject { ["file"] = Path.Combine(Repository.Root, "samples", "prompts", "film-reviews.table.json") }.ToJsonString();

        var report = await LanguageModelConformance.CheckAsync(() => ShippedParts.Create<ILanguageModel>("model/table", options), new LanguageModelConformanceOptions
        {
            Prompts = [.. reviews.Select(review => $"<instruction>Say whether the review is positive or negative.</instruction><input>{review}</input>")],
            Continuations = ["positive", "negative"],
            PartOptions = Parsed(options),
        });

        RequireAll(report);
    }

    [Fact]
    public async Task The_shipped_model_of_recorded_answers_conforms()
    {
        const string chat = """{"kind":"chat","chat":1,"add":[{"role":"user","text":"Say good morning."}],"prompt":[[0,1]],"reply":{"role":"assistant","text":"Good morning."},"finish":"complete","usage":{"input":4,"output":3,"cached":0,"cost":0}}""";
        using var folder = new TemporaryFolder();
        folder.File("chats.jsonl", string.Concat(Enumerable.Repeat("{\"kind\":\"start\"}\n" + chat + "\n", 40)));
        var options = new JsonObject { ["recording"] = Path.Combine(folder.Path, "chats.jsonl") };

        var report = await LanguageModelConformance.CheckAsync(
            () => ShippedParts.Create<ILanguageModel>("model/replay", options.ToJsonString()), new LanguageModelConformanceOptions { PartOptions = options });

        RequireAll(report);
    }

    [Theory]
    [InlineData("tool/view", """{ "path": "notes.txt" }""")]
    [InlineData("tool/grep", """{ "pattern": "t[a-z]o" }""")]
    [InlineData("tool/rewrite", """{ "path": "notes.txt", "start": 2, "end": 2, "new_code": "2" }""")]
    [InlineData("tool/listdir", """{ "path": ".", "depth": 2 }""")]
    [InlineData("tool/count", """{ "path": "notes.txt" }""")]
    public async Task A_shipped_tool_of_files_conforms(string uses, string arguments)
    {
        var report = await ToolConformance.CheckAsync(() => ShippedParts.Create<ITool>(uses), new ToolConformanceOptions { Arguments = JsonNode.Parse(arguments)!.AsObject() });

        RequireAll(report);
    }

    [Theory]
    [InlineData("tool/eval", "{}")]
    [InlineData("tool/submit", """{ "message": "done" }""")]
    [InlineData("tool/pdb", """{ "command": "p 20 + 3" }""")]
    [InlineData("tool/trace", """{ "functions": ["main.py:<module>"], "entrypoint": "python3 main.py" }""")]
    public async Task A_shipped_tool_that_runs_programs_conforms(string uses, string arguments)
    {
        InstalledPython.Require();
        var report = await ToolConformance.CheckAsync(() => ShippedParts.Create<ITool>(uses), new ToolConformanceOptions
        {
            Arguments = JsonNode.Parse(arguments)!.AsObject(),
            Files = new Dictionary<string, string> { ["main.py"] = "total = 1\nprint(total)\n", ["test_main.py"] = "import unittest\n\n\nclass Sums(unittest.TestCase):\n    def test_sum(self):\n        self.assertEqual(1 + 1, 2)\n" },
            OpenSession = root => new RealSession(root),
            // How long the tests took is part of what is shown.
            Deterministic = uses is not ("tool/eval" or "tool/submit"),
            Patience = TimeSpan.FromMinutes(1),
        });

        RequireAll(report);
    }

    [Fact]
    public async Task The_shell_tool_conforms()
    {
        // Whatever text it is given, it runs: nowhere but in a sandbox.
        await SandboxedSession.RequireAsync();
        var report = await ToolConformance.CheckAsync(() => ShippedParts.Create<ITool>("tool/bash"), new ToolConformanceOptions
        {
            Arguments = new JsonObject { ["command"] = "grep -c t notes.txt; x=$((20 + 3)); echo $x" },
            OpenSession = root => new SandboxedSession(root),
            Patience = TimeSpan.FromMinutes(2),
        });

        RequireAll(report);
    }

    private static void RequireAll(ConformanceReport report)
    {
        report.Failures.Should().BeEmpty(report.ToString());
        report.Results.Single(result => result.Title.Contains("unloaded", StringComparison.Ordinal)).Outcome.Should().Be(ConformanceOutcome.Passed, report.ToString());
    }

    private static JsonObject Parsed(string options) => JsonNode.Parse(options)!.AsObject();

    private static string With(string options, string name, int value)
    {
        var changed = JsonNode.Parse(options)!;
        changed[name] = value;
        return changed.ToJsonString();
    }
}
