using System.Globalization;
using Tessera.Models.Table.Tables;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Models.Table;

/// <summary>Finds the row of a table that a rendered context asks for.</summary>
internal static class ContextReader
{
    private const int ShownLength = 80;

    public static ContinuationDistribution Recognise(ProbabilityTable table, string context)
    {
        if (Marker.Find(context, Marker.CurrentInstruction) is { } current)
            return Look(table.Prompts, current, Marker.CurrentInstruction, table).Proposals;

        var hidden = Words.Canonical(Marker.Find(context, Marker.Hidden) ?? "");
        if (hidden.Length > 0 && table.Layers.Count == 1)
            throw Unrecognised($"The context has a <{Marker.Hidden}>, but the table '{table.Name}' has one layer.", "Use a table with several layers, or a template without it.");
        // The prompt tells which layer is asked, for no two layers share one.
        var prompt = Look(table.Prompts, Between(context, Marker.Instruction), Marker.Instruction, table);
        if (prompt.Layer == 0 != (hidden.Length == 0)) throw Misplaced(prompt.Layer, hidden.Length > 0);
        var input = Look(table.Inputs, Between(context, Marker.Input), Marker.Input, table);
        var below = hidden.Length == 0 ? null : Look(table.Layers[prompt.Layer - 1].Outputs, hidden, Marker.Hidden, table);
        return prompt.Outputs[new RowKey(input, below)];
    }

    private static TesseraException Misplaced(int layer, bool hasHidden) => hasHidden
        ? Unrecognised($"The <{Marker.Instruction}> is one of the first layer, but the context has a <{Marker.Hidden}>.", "Use a prompt of another layer, or a template without it.")
        : Unrecognised(
            string.Create(CultureInfo.InvariantCulture, $"The <{Marker.Instruction}> is one of layer {layer + 1}, but the context has no <{Marker.Hidden}>, or an empty one."),
            "Put the output of the layer below between the marks, or use a prompt of the first layer.");

    private static string Between(string context, string marker) =>
        Marker.Find(context, marker) ?? throw Unrecognised(
            $"The context has no <{marker}>...</{marker}>: \"{Shown(context)}\".", "Put the marks into the template; docs/table-model.md shows one.");

    private static TValue Look<TValue>(IReadOnlyDictionary<string, TValue> known, string text, string marker, ProbabilityTable table)
    {
        var canonical = Words.Canonical(text);
        return known.TryGetValue(canonical, out var value)
            ? value
            : throw Unrecognised(
                $"The <{marker}> \"{Shown(canonical)}\" is not in the table '{table.Name}'.",
                NearestName.Find(canonical, known.Keys) is { } nearest ? $"Did you mean \"{Shown(nearest)}\"?" : "A table model answers only what stands in its file.");
    }

    private static TesseraException Unrecognised(string message, string remedy) => new(Diagnostic.Error("TESS6006", message, remedy: remedy));

    private static string Shown(string text) => text.Length <= ShownLength ? text : text[..ShownLength] + "...";
}
