using System.Text.Json.Nodes;
using Tessera.Language.Journals;
using Tessera.Language.Losses;
using Tessera.Language.Templates;
using Tessera.Models.Table;
using Tessera.Optimizers.Dln;
using Tessera.Sdk.Language;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Schemas;

namespace Tessera.Optimizers.Tests;

/// <summary>Searches with real parts: the table model, the Liquid renderer, the exact-match loss.</summary>
internal sealed class Search : IDisposable
{
    public static readonly IReadOnlyList<AnswerClass> Classes = [new("yes", ["yes"]), new("no", ["no"])];

    private readonly string _folder = Directory.CreateTempSubdirectory("prompt-search-").FullName;

    public OptimizationJournal Journal { get; private set; } = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public TableLanguageModel ModelOf(PromptTable table) => table.CreateModel(_folder);

    public TableLanguageModel ModelOf(DemonstrationTable table) => table.CreateModel(_folder);

    public Task<OptimizationResult> RunAsync(PromptTable table, DlnOptions options, ulong seed = 1, int start = 0) =>
        RunAsync(TaskFor(ModelOf(table), PromptTable.Text(start), seed), options);

    public Task<OptimizationResult> RunAsync(OptimizationTask task, DlnOptions options) => RunAsync(task, new DlnOptimizer(options));

    public Task<OptimizationResult> RunAsync(OptimizationTask task, IPromptOptimizer optimizer)
    {
        Journal = new OptimizationJournal();
        return optimizer.OptimizeAsync(task with { Trace = Journal }, CancellationToken.None);
    }

    /// <summary>Options as a pipeline gives them.</summary>
    public static TOptions Options<TOptions>(string json = "{}") =>
        (TOptions)ObjectBinder.Bind(typeof(TOptions), JsonNode.Parse(json)!.AsObject(), BindingRules.Strict).Value!;

    public static OptimizationTask TaskFor(ILanguageModel model, string prompt, ulong seed = 1) => new()
    {
        Program = new PromptProgram([new PromptLayer
        {
            Name = "answer",
            Prompt = prompt,
            Template = "<instruction>{{ prompt }}</instruction><input>{{ input }}</input>",
            Classes = Classes,
        }]),
        Training = [.. Enumerable.Range(0, PromptTable.Inputs).Select(input => new Example(PromptTable.Input(input), PromptTable.Target(input)))],
        Forward = model,
        Backward = model,
        Templates = new LiquidTemplateRenderer(),
        Loss = new ExactMatchLoss(),
        Seed = new Seed(seed),
        Trace = new OptimizationJournal(),
    };
}
