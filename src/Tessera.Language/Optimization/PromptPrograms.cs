using Tessera.Language.Templates;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Optimization;

/// <summary>Makes the program that a search begins with from options.</summary>
internal static class PromptPrograms
{
    /// <exception cref="TesseraException">TESS6204: the classes cannot be told apart; TESS6210: not one program is given; TESS6211: its file cannot be read.</exception>
    public static async Task<PromptProgram> CreateAsync(OptimizePromptOptions options, CancellationToken cancellationToken)
    {
        var given = new[] { options.Prompt is not null, options.Layers.Count > 0, options.Program is not null };
        if (given.Count(way => way) != 1)
        {
            throw new TesseraException(Diagnostic.Error(
                "TESS6210", given.Any(way => way) ? "There is more than one program to begin with." : "There is no program to begin with.", remedy: "Give one of 'prompt', 'layers' and 'program'."));
        }

        var classes = AnswerClasses.Create(options.Classes);
        if (options.Program is { } path)
        {
            var program = await ProgramFile.ReadAsync(path, cancellationToken).ConfigureAwait(false);
            return classes.Count == 0 ? program : new PromptProgram([.. program.Layers.SkipLast(1), program.Layers[^1] with { Classes = classes }]);
        }

        if (options.Prompt is { } prompt) return new PromptProgram([Worded(new PromptLayer { Name = "answer", Prompt = prompt, Template = options.Template, Classes = classes })]);
        return options.Layers.GroupBy(layer => layer.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new TesseraException(Diagnostic.Error("TESS6210", $"Two layers are called '{twice.Key}'.", remedy: "Give each layer a name of its own."))
            : new PromptProgram([.. options.Layers.Select((layer, index) => Create(layer, index == 0, index == options.Layers.Count - 1, classes))]);
    }

    private static PromptLayer Create(LayerOptions layer, bool isFirst, bool isLast, IReadOnlyList<AnswerClass> classes) => Worded(new PromptLayer
    {
        Name = layer.Name,
        Prompt = layer.Prompt,
        Template = layer.Template ?? LayerTemplates.At(isFirst, isLast).Text,
        Residual = layer.Residual && !isFirst,
        MaxTokens = layer.MaxTokens,
        Stop = layer.Stop,
        Classes = isLast ? classes : [],
    });

    private static PromptLayer Worded(PromptLayer layer) => layer with { TemplateVersion = LayerTemplates.VersionOf(layer.Template) };
}
