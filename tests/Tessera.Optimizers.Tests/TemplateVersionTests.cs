using System.Security.Cryptography;
using System.Text;
using Tessera.Language.Journals;
using Tessera.Optimizers.Ape;
using Tessera.Optimizers.Dln;
using Tessera.Optimizers.Dln.Hidden;
using Tessera.Optimizers.Dln.Proposals;
using Tessera.Optimizers.FewShot;
using Tessera.Optimizers.Opro;
using Tessera.Optimizers.ZeroShot;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Optimizers.Tests;

/// <summary>A search tells by which wording it asked.</summary>
public sealed class TemplateVersionTests : IDisposable
{
    private readonly Search _search = new();

    public static TheoryData<string, string, string> Wordings => new()
    {
        { "dln-proposal/1", ProposalTexts.Template, "e304ea34d9b6020b" },
        { "dln-posterior/1", HiddenTexts.Posterior, "4d2e1a0eee339e13" },
        { "dln-edit/1", HiddenTexts.Edit, "bf3155148209857e" },
        { "ape-induction/1", new ApeOptions().InductionTemplate, "53a48a1e44f39969" },
        { "ape-variation/1", new ApeOptions().VariationTemplate, "59d850444b80b54d" },
        { "opro-meta-prompt/1", new OproOptions().MetaTemplate, "8a50efe3278aea96" },
        { "few-shot/1", new FewShotOptions().Template, "641eb58b87b8883d" },
    };

    public void Dispose() => _search.Dispose();

    [Theory]
    [MemberData(nameof(Wordings))]
    public void Other_words_have_another_version(string version, string text, string hash) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16].Should().Be(hash, $"whoever changes the wording raises the number of {version} and puts the new one here");

    [Fact]
    public async Task The_journal_begins_with_the_versions_of_the_templates()
    {
        var layer = Search.TaskFor(_search.ModelOf(PromptTable.Random(2, new Seed(81))), PromptTable.Text(0));
        (await TemplatesAsync(layer, new DlnOptimizer(new DlnOptions { Iterations = 1, Proposals = 2 }))).Should().Equal(Line("proposal", "dln-proposal/1"));
        (await TemplatesAsync(layer, new ApeOptimizer(new ApeOptions { Candidates = 2, Rounds = 0 }))).Should().Equal(Line("induction", "ape-induction/1"));
        (await TemplatesAsync(layer, new ApeOptimizer(new ApeOptions { Candidates = 2, Rounds = 1 }))).Should().Equal(Line("induction", "ape-induction/1"), Line("variation", "ape-variation/1"));
        (await TemplatesAsync(layer, new OproOptimizer(new OproOptions { Iterations = 1, Proposals = 2 }))).Should().Equal(Line("meta-prompt", "opro-meta-prompt/1"));
        (await TemplatesAsync(layer, new ZeroShotOptimizer(new ZeroShotOptions()))).Should().BeEmpty("it asks for no prompt");
    }

    [Fact]
    public async Task Ways_of_asking_for_hidden_texts_are_named_where_they_are_used()
    {
        var folder = Directory.CreateTempSubdirectory("templates-");
        var table = HiddenTable.Random(new Seed(82));
        var task = table.TaskFor(table.CreateModel(folder.FullName));
        var options = new DlnOptions { Iterations = 1, Proposals = 2, Hidden = { From = [HiddenProposal.Posterior, HiddenProposal.Edit] } };
        (await TemplatesAsync(task, new DlnOptimizer(options))).Should().Equal(Line("proposal", "dln-proposal/1"), Line("posterior", "dln-posterior/1"), Line("edit", "dln-edit/1"));
        options.Hidden.From = [HiddenProposal.Prior];
        (await TemplatesAsync(task, new DlnOptimizer(options))).Should().Equal(Line("proposal", "dln-proposal/1"));
        options.ProposalTemplate = "Better, please. <current-instruction>{{ prompt }}</current-instruction>";
        (await TemplatesAsync(task, new DlnOptimizer(options))).Should().Equal(["{\"template\":\"proposal\",\"version\":null}"], "the wording is the user's");
        folder.Delete(recursive: true);
    }

    private static string Line(string purpose, string version) => $"{{\"template\":\"{purpose}\",\"version\":\"{version}\"}}";

    private static async Task<IReadOnlyList<string>> TemplatesAsync(OptimizationTask task, IPromptOptimizer optimizer)
    {
        using var lines = new StringWriter();
        await optimizer.OptimizeAsync(task with { Trace = new OptimizationJournal(lines) }, CancellationToken.None);
        return [.. lines.ToString().Split('\n').TakeWhile(line => line.StartsWith("{\"template\"", StringComparison.Ordinal))];
    }
}
