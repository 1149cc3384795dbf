using Tessera.Language.Templates;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Optimization;

/// <summary>Tells where a program that is begun with was learned with templates that this platform words otherwise.</summary>
internal static class TemplateDifferences
{
    /// <summary>The layers whose templates are not what this platform has under their versions' names; null where there are none.</summary>
    public static Table? Find(PromptProgram program)
    {
        var differing = program.Layers.Where(layer => layer.TemplateVersion is { } version && (LayerTemplates.Named(version)?.Version != version || LayerTemplates.VersionOf(layer.Template) != version)).ToList();
        return differing.Count == 0 ? null : new Table
        {
            Title = "Templates of another version",
            Caption = "TESS6212: The program was learned with other templates than this version of Tessera has. It goes on with its own, by which its prompts were learned. "
                + "To use those of this version, give its prompts as 'layers'; to keep its own without this table, take 'templateVersion' out of its file.",
            Columns = ["layer", "learned with", "here"],
            Rows = [.. differing.Select(layer => (IReadOnlyList<System.Text.Json.Nodes.JsonNode?>)[layer.Name, layer.TemplateVersion, Here(layer.TemplateVersion!)])],
        };
    }

    private static string Here(string version) => LayerTemplates.Named(version) is not { } own ? "unknown" : own.Version == version ? $"{version}, in other words" : own.Version;
}
