using System.Text.RegularExpressions;
using Tessera.Hosting;
using Tessera.Hosting.Catalog;
using Tessera.Pipelines.Yaml;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;

namespace Tessera.Pipelines.Loading;

/// <summary>Reads a pipeline and checks all of it against the manifests of the installed plugins. Nothing is loaded or run.</summary>
public static partial class PipelineLoader
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private static readonly string[] TopLevelKeys = ["name", "description", "seed", "inputs", "steps"];
    private static readonly string[] StepKeys = ["uses", "with", "after"];

    /// <summary>Reads a pipeline from a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="overrides">Replacements as <c>--set</c> gives them: inputs by name, or values by their path.</param>
    /// <param name="catalog">The installed plugins.</param>
    /// <returns>The pipeline, or everything that is wrong with it.</returns>
    public static PipelineLoadResult Load(string file, IReadOnlyList<KeyValuePair<string, string>> overrides, PluginCatalog catalog)
    {
        string text;
        try
        {
            if (RegularFile.ReadAtMost(file, MaxBytes) is not { } bytes)
                return Fail("TESS3006", $"The pipeline is larger than {MaxBytes / 1024 / 1024} MiB.", file, "Keep data in files of their own, and name them as inputs.");
            using var reader = new StreamReader(new MemoryStream(bytes));
            text = reader.ReadToEnd();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Fail("TESS3005", $"The pipeline cannot be read: {unreadable.Message}", file, "Name a YAML file that exists.");
        }

        return LoadText(text, file, overrides, catalog);
    }

    /// <summary>Reads a pipeline from text.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="file">The file it stands for: its folder is where relative paths begin.</param>
    /// <param name="overrides">Replacements as <c>--set</c> gives them.</param>
    /// <param name="catalog">The installed plugins.</param>
    /// <returns>The pipeline, or everything that is wrong with it.</returns>
    public static PipelineLoadResult LoadText(string text, string file, IReadOnlyList<KeyValuePair<string, string>> overrides, PluginCatalog catalog)
    {
        var problems = new List<Diagnostic>();
        var root = YamlReader.Read(text, file, problems);
        if (problems.Exists(problem => problem.Id == "TESS3001")) return new PipelineLoadResult(null, problems);
        if (root is not YamlMap map) return Fail("TESS3010", "A pipeline is a map with 'name' and 'steps'.", file, "See docs/write-a-pipeline.md.");

        map = Overrides.Apply(map, overrides, problems);
        var context = new LoadContext(catalog, problems);
        var pipeline = Read(map, Path.GetFullPath(file), context);
        var ordered = problems.OrderBy(problem => problem.Location?.Line ?? 0).ThenBy(problem => problem.Location?.Column ?? 0).ToList();
        return new PipelineLoadResult(ordered.Exists(problem => problem.Severity == DiagnosticSeverity.Error) ? null : pipeline, ordered);
    }

    private static Pipeline? Read(YamlMap map, string file, LoadContext context)
    {
        RefuseUnknownKeys(map, TopLevelKeys, "TESS3011", context);
        var name = ReadName(map, context);
        var seed = ReadSeed(map, context);
        foreach (var input in Entries(map, "inputs", context)) context.Inputs.TryAdd(input.Key, input);
        InputCircles.Refuse(context);
        foreach (var step in Entries(map, "steps", context)) context.Steps.TryAdd(step.Key, ReadDraft(step, context));
        RefuseSharedFolders(context);
        if (map.Find("steps") is null) context.Fail("TESS3012", "The pipeline has no 'steps'.", map.Place, "See docs/write-a-pipeline.md.");
        if (context.Steps.TryGetValue("inputs", out var misnamed))
            context.Fail("TESS3013", "'inputs' cannot name a step, because ${inputs.x} names an input.", misnamed.Entry.KeyPlace);

        var steps = context.Steps.Values.Select(draft => ReadStep(draft, file, context)).OfType<PipelineStep>().ToList();
        var ordered = StepOrder.Sort(steps, context);
        return name is null || seed is null || ordered is null ? null : new Pipeline(file, name, seed.Value, ordered);
    }

    // A step's name is the name of its folder, on systems where case does not count, too.
    private static void RefuseSharedFolders(LoadContext context)
    {
        foreach (var alike in context.Steps.Values.GroupBy(step => step.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (IsDevice().IsMatch(alike.Key))
                context.Fail("TESS3014", $"'{alike.Key}' cannot name a step: some systems keep that name for a device.", alike.First().Entry.KeyPlace, "Choose another name.");
            foreach (var twin in alike.Skip(1))
                context.Fail("TESS3014", $"The steps '{alike.First().Name}' and '{twin.Name}' differ in case alone.", twin.Entry.KeyPlace, "Choose another name: a step's name is the name of its folder.");
        }
    }

    private static PipelineStep? ReadStep(StepDraft draft, string file, LoadContext context)
    {
        var options = new OptionsReader(context, draft.Name, Path.GetDirectoryName(file)!);
        var json = draft.Part is null ? options.CheckReferencesOnly(draft.With) : options.Read(draft.With, draft.Part, draft.Entry.KeyPlace with { KeyPath = $"steps.{draft.Name}.with" });
        foreach (var after in draft.After)
        {
            if (context.Steps.ContainsKey(after.Text)) options.Dependencies.Add(after.Text);
            else context.Fail("TESS3031", $"There is no step '{after.Text}'.", after.Place, NearestName.Suggest(after.Text, context.Steps.Keys));
        }

        return draft.Part is null || json is null ? null : new PipelineStep(draft.Name, draft.Part, json, [.. options.Dependencies], [draft.Part, .. options.Parts], [.. options.InputPaths]);
    }

    private static StepDraft ReadDraft(YamlEntry entry, LoadContext context)
    {
        if (!Name().IsMatch(entry.Key))
            context.Fail("TESS3014", $"'{entry.Key}' is not a name for a step.", entry.KeyPlace, "Use letters, digits, hyphens and underscores, beginning with a letter.");
        if (entry.Value is not YamlMap step)
        {
            context.Fail("TESS3015", $"A step is a map with 'uses' and 'with', not {entry.Value.Shown}.", entry.Value.Place);
            return new StepDraft(entry.Key, entry, null, null, []);
        }

        RefuseUnknownKeys(step, StepKeys, "TESS3011", context);
        return new StepDraft(entry.Key, entry, ReadUses(entry, step, context), step.Find("with")?.Value, ReadAfter(step, context));
    }

    private static InstalledPart? ReadUses(YamlEntry entry, YamlMap step, LoadContext context)
    {
        if (step.Find("uses") is not { Value: YamlScalar uses })
        {
            context.Fail("TESS3016", $"The step '{entry.Key}' does not say what it uses.", step.Find("uses")?.Value.Place ?? entry.KeyPlace, "Add 'uses: step/...'; 'tessera plugins list' shows what exists.");
            return null;
        }

        return PartReader.Find(uses, "step", context);
    }

    private static List<YamlScalar> ReadAfter(YamlMap step, LoadContext context)
    {
        if (step.Find("after") is not { } after) return [];
        var items = after.Value is YamlList list ? list.Items : [after.Value];
        foreach (var wrong in items.Where(item => item is not YamlScalar)) context.Fail("TESS3017", $"'after' lists the names of steps, not {wrong.Shown}.", wrong.Place);
        return [.. items.OfType<YamlScalar>()];
    }

    private static string? ReadName(YamlMap map, LoadContext context)
    {
        if (map.Find("name") is { Value: YamlScalar name } && Name().IsMatch(name.Text)) return name.Text;
        context.Fail("TESS3018", "The pipeline needs a name of letters, digits, hyphens and underscores, beginning with a letter.", map.Find("name")?.Value.Place ?? map.Place, "Add 'name: my-pipeline'; it names the run's folder.");
        return null;
    }

    private static Seed? ReadSeed(YamlMap map, LoadContext context)
    {
        if (map.Find("seed") is not { } seed) return new Seed(0);
        if (seed.Value is YamlScalar { AsInteger: >= 0 and var value }) return new Seed((ulong)value);
        context.Fail("TESS3019", $"'seed' is a whole number from 0, not {seed.Value.Shown}.", seed.Value.Place);
        return null;
    }

    private static IReadOnlyList<YamlEntry> Entries(YamlMap map, string key, LoadContext context)
    {
        if (map.Find(key) is not { } entry || entry.Value is YamlScalar { IsNull: true }) return [];
        if (entry.Value is YamlMap entries) return entries.Entries;
        context.Fail("TESS3015", $"'{key}' is a map of names, not {entry.Value.Shown}.", entry.Value.Place);
        return [];
    }

    private static void RefuseUnknownKeys(YamlMap map, IReadOnlyList<string> known, string id, LoadContext context)
    {
        foreach (var entry in map.Entries.Where(entry => !known.Contains(entry.Key, StringComparer.Ordinal)))
            context.Fail(id, $"There is no key '{entry.Key}' here.", entry.KeyPlace, NearestName.Suggest(entry.Key, known));
    }

    private static PipelineLoadResult Fail(string id, string message, string file, string remedy) =>
        new(null, [Diagnostic.Error(id, message, new SourceLocation(file), remedy)]);

    [GeneratedRegex(@"\A(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IsDevice();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{0,99}\z")]
    private static partial Regex Name();
}
