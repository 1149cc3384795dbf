using System.Composition;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Adapters.Library;
using Tessera.Adapters.Merging;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Steps;
using TorchSharp;

namespace Tessera.Adapters.Steps;

[Step("merge", Description = "Merges experts of a library, or those of each cluster, into one.", Options = typeof(MergeOptions), Deterministic = true)]
[method: ImportingConstructor]
internal sealed class MergeStep(MergeOptions options) : IPipelineStep<ExpertLibrary>
{
    public Task<ExpertLibrary> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        var groups = Groups();
        RefuseUnfitWeights([.. groups.SelectMany(group => group.Members)]);
        var folder = Path.Combine(context.Folder, "library");
        var library = LibraryFolder.At(folder);
        foreach (var (index, (name, members)) in groups.Index())
        {
            context.ReportProgress((double)index / groups.Count, $"merging {name}");
            using var scope = torch.NewDisposeScope();
            var settings = new MergeSettings { Method = options.Method, Rank = options.Rank, Density = options.Density, Seed = context.Seed.Derive(name) };
            var factors = ExpertMerge.Merge(options.Library, members.ToDictionary(IndexOf, member => options.Weights.GetValueOrDefault(member, 1.0 / members.Count)), settings, cancellationToken);
            library.Put(new ExpertDraft { Name = name, Factors = factors, Record = Describe(members) });
        }

        context.RecordMetric("experts", groups.Count);
        context.AddFinding(new Table
        {
            Title = "Merged experts",
            Columns = ["expert", "of", "size"],
            Rows = [.. groups.Select(group => (IReadOnlyList<JsonNode?>)[group.Name, string.Join(", ", group.Members), group.Members.Count])],
        });
        return Task.FromResult(ExpertLibrary.Open(folder));
    }

    private List<(string Name, IReadOnlyList<string> Members)> Groups()
    {
        var known = options.Library.Experts.Select(expert => expert.Name).ToList();
        if (options.Clusters is { } clusters)
        {
            if (options.Experts.Count > 0) throw Unfit("Experts are chosen by clusters and by name.", "Leave one of the two out.");
            RefuseUnknown(clusters.Clusters.SelectMany(members => members), known);
            // As many digits as the last number has, so that clusters stay in order.
            var digits = (clusters.Clusters.Count - 1).ToString(CultureInfo.InvariantCulture).Length;
            return [.. clusters.Clusters.Select((members, cluster) => ($"{options.Name}-{cluster.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')}", members))];
        }

        RefuseUnknown(options.Experts, known);
        if (options.Experts.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice) throw Unfit($"'{twice.Key}' is chosen twice.", "Name each expert once.");
        return [(options.Name, options.Experts.Count > 0 ? options.Experts : known)];
    }

    private void RefuseUnfitWeights(IReadOnlyList<string> merged)
    {
        if (options.Weights.Count == 0) return;
        RefuseUnknown(options.Weights.Keys, merged);
        if (merged.FirstOrDefault(name => !options.Weights.ContainsKey(name)) is { } missing) throw Unfit($"There are weights, and none for '{missing}'.", "Give every merged expert a weight, or none.");
        if (options.Weights.FirstOrDefault(pair => !double.IsFinite(pair.Value)) is { Key: not null } unfit) throw Unfit($"The weight of '{unfit.Key}' is {unfit.Value}.", "A weight is a finite number.");
    }

    private static void RefuseUnknown(IEnumerable<string> names, IReadOnlyList<string> known)
    {
        if (names.FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal)) is { } unknown) throw Unfit($"There is no expert '{unknown}' among those that are merged.", NearestName.Suggest(unknown, known));
    }

    private ExpertRecord Describe(IReadOnlyList<string> members)
    {
        var infos = members.Select(member => options.Library.Experts[IndexOf(member)].Metadata).ToList();
        var tasks = infos.Select(info => info.GetValueOrDefault(ExpertKeys.Task)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var models = infos.Select(info => info.GetValueOrDefault(ExpertKeys.BaseModel)).Distinct(StringComparer.Ordinal).ToList();
        return new ExpertRecord
        {
            Task = tasks.Count > 0 ? string.Join(',', tasks) : null,
            Parents = members,
            BaseModel = models is [var only] ? only : null,
            Metadata = new Dictionary<string, string> { [ExpertKeys.Merge] = JsonNamingPolicy.CamelCase.ConvertName(options.Method.ToString()) },
        };
    }

    private int IndexOf(string name) => options.Library.Experts.Select(expert => expert.Name).ToList().IndexOf(name);

    private static TesseraException Unfit(string message, string remedy) => new(Diagnostic.Error("TESS5320", message, remedy: remedy));
}
