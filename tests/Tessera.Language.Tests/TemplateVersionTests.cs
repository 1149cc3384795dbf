using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tessera.Language.Optimization;
using Tessera.Language.Templates;
using Tessera.Models.Table;
using Tessera.Optimizers.Dln;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Tests;

/// <summary>A program tells by which of the platform's wordings its layers are asked, and one that was learned with others is not taken for its like.</summary>
public sealed class TemplateVersionTests : IDisposable
{
    private readonly RecordingContext _context = new();

    public void Dispose() => _context.Dispose();

    public static TheoryData<string, string> Wordings => new()
    {
        { "answer/1", "1d9cdbf22651247f" },
        { "think/1", "352b64f9a18c46c0" },
        { "think-on/1", "ab71e752a09b0368" },
        { "decide/1", "736ffc1de4d90dbf" },
    };

    [Theory]
    [MemberData(nameof(Wordings))]
    public void Other_words_have_another_version(string version, string hash)
    {
        // Where this fails a wording was changed: raise its number, and put the new number and hash here.
        var template = LayerTemplates.Named(version)!;
        (template.Version, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(template.Text)))[..16]).Should().Be((version, hash));
    }

    [Fact]
    public async Task The_program_and_the_journal_name_the_version_of_each_template()
    {
        await RunAsync(Options());
        (await LayersAsync()).ConvertAll(layer => layer.GetProperty("templateVersion").GetString()).Should().Equal("think/1", "decide/1");
        var templates = (await File.ReadAllLinesAsync(Path.Combine(_context.Folder, "candidates.jsonl"))).Select(line => JsonDocument.Parse(line).RootElement)
            .TakeWhile(line => line.TryGetProperty("template", out _)).Select(line => (line.GetProperty("template").GetString(), line.GetProperty("version").GetString()));
        templates.Should().Equal(("layer think", "think/1"), ("layer decide", "decide/1"), ("proposal", "dln-proposal/1"), ("posterior", "dln-posterior/1"));
        _context.Findings.OfType<Table>().Should().NotContain(table => table.Title.Contains("version"));
    }

    [Fact]
    public async Task Of_wording_of_ones_own_no_version_is_named()
    {
        var options = Options();
        options.Layers[0].Template = "<instruction>{{ prompt }}</instruction><input>{{ input }}</input> Thoughts:";
        await RunAsync(options);
        var layers = await LayersAsync();
        layers[0].TryGetProperty("templateVersion", out _).Should().BeFalse();
        layers[1].GetProperty("templateVersion").GetString().Should().Be("decide/1");
        (await File.ReadAllTextAsync(Path.Combine(_context.Folder, "candidates.jsonl"))).Should().StartWith("{\"template\":\"layer think\",\"version\":null}\n");
    }

    [Theory]
    [InlineData("\"decide/1\"", "\"decide/1\"", null)]
    [InlineData("\"decide/1\"", "\"decide/0\"", "decide/1")]
    [InlineData("\"decide/1\"", "\"choose/1\"", "unknown")]
    [InlineData("Answer:", "The answer:", "decide/1, in other words")]
    public async Task A_program_that_was_learned_with_other_templates_keeps_them_and_this_is_said(string before, string after, string? here)
    {
        await RunAsync(Options());
        var file = Path.Combine(_context.Folder, "program.json");
        var text = await File.ReadAllTextAsync(file);
        text.Should().Contain(before);
        using var next = new RecordingContext();
        var given = Path.Combine(next.Folder, "given.json");
        await File.WriteAllTextAsync(given, text.Replace(before, after));
        var options = Options();
        (options.Layers, options.Classes, options.Program) = ([], new Dictionary<string, IReadOnlyList<string>>(), given);
        await new OptimizePromptStep(options).RunAsync(next, CancellationToken.None);

        var told = next.Findings.OfType<Table>().SingleOrDefault(table => table.Title == "Templates of another version");
        if (here is null)
        {
            told.Should().BeNull();
            return;
        }

        told!.Caption.Should().StartWith("TESS6212: ");
        told.Rows.Should().ContainSingle().Which.Select(cell => cell!.GetValue<string>()).Should().Equal("decide", after.Contains('/') ? after.Trim('"') : "decide/1", here);
        // Neither the wording nor its name changes on the way.
        var (kept, was) = (JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(next.Folder, "program.json"))), JsonDocument.Parse(await File.ReadAllTextAsync(given)));
        foreach (var name in new[] { "template", "templateVersion" })
            kept.RootElement.GetProperty("layers")[1].GetProperty(name).GetString().Should().Be(was.RootElement.GetProperty("layers")[1].GetProperty(name).GetString());
    }

    private async Task<List<JsonElement>> LayersAsync() =>
        [.. JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_context.Folder, "program.json"))).RootElement.GetProperty("layers").EnumerateArray()];

    private Task<OptimizedPrompt> RunAsync(OptimizePromptOptions options) => new OptimizePromptStep(options).RunAsync(_context, CancellationToken.None);

    private static OptimizePromptOptions Options() => new()
    {
        Model = new Part<ILanguageModel>("model/table", () => new OwnedPart<ILanguageModel>(new TableLanguageModel(new TableModelOptions { File = Samples.File("left-over.table.json") }))),
        Optimizer = new Part<IPromptOptimizer>("optimizer/dln", () => new OwnedPart<IPromptOptimizer>(new DlnOptimizer(new DlnOptions { Iterations = 1, Proposals = 2 }))),
        Data = Samples.File("left-over.jsonl"),
        Classes = new Dictionary<string, IReadOnlyList<string>> { ["yes"] = ["yes"], ["no"] = ["no"] },
        Layers =
        [
            new LayerOptions { Name = "think", Prompt = "Say how many are left. Guess, and be brief." },
            new LayerOptions { Name = "decide", Prompt = "Say yes or no. Answer at once." },
        ],
    };
}
