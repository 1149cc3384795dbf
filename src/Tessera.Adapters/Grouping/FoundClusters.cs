using System.Text.Json.Nodes;
using Tessera.Adapters.Library;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Clustering;
using Tessera.Sdk.Tensors.Experts;
using TorchSharp;

namespace Tessera.Adapters.Grouping;

/// <summary>
/// What a clusterer found out about the experts of a library, clusters and similarities, is kept beside them. It is met again only where the same would be found: by the same code of the
/// same clusterer, options and seed, of experts of which the same is known. Where it cannot be read or kept, all works as if nothing were.
/// </summary>
internal sealed class FoundClusters
{
    private const string Version = "clusters-1", Assignment = "assignment", Similarity = "similarity", Scores = "scores";

    // Whoever tries numbers of clusters may want to come back to some of them; more would only fill the disk.
    private const int Most = 8;

    private readonly DerivedData _data;

    private FoundClusters(DerivedData data) => _data = data;

    /// <summary>Names what a clusterer finds out.</summary>
    /// <returns>Null where nobody can tell that another time is the same, or where the library is not a folder's.</returns>
    public static FoundClusters? Of(IExpertLibrary library, Part<IClusterer> clusterer, Seed seed) =>
        library is ExpertLibrary stored && clusterer.Identity is { } identity ? new FoundClusters(stored.Derive(clusterer.Name, Version, FoundKey.Of(identity, seed, stored))) : null;

    /// <summary>Reads what is kept.</summary>
    /// <returns>Null where nothing is kept that can be understood; whether it fits the experts is for the reader to see.</returns>
    public Clustering? Read()
    {
        using var content = _data.Read();
        if (content?.Values is not JsonArray names || names.Any(name => name is not JsonValue text || !text.TryGetValue<string>(out _))) return null;
        if (Column(content, Assignment) is not { dtype: torch.ScalarType.Int64 } assignment || Column(content, Scores) is not { dtype: torch.ScalarType.Float64 } scores || scores.numel() != names.Count) return null;
        var clustering = new Clustering
        {
            Assignment = [.. assignment.data<long>().Select(cluster => (int)Math.Clamp(cluster, -1, int.MaxValue - 1))],
            Scores = names.Zip(scores.data<double>(), (name, score) => KeyValuePair.Create(name!.GetValue<string>(), score)).DistinctBy(score => score.Key).ToDictionary(StringComparer.Ordinal),
        };
        if (!content.Tensors.TryGetValue(Similarity, out var similarity)) return clustering;
        if (similarity.dtype != torch.ScalarType.Float64 || similarity.dim() != 2) return null;
        return clustering with { Similarity = [.. similarity.data<double>().Chunk((int)Math.Max(1, similarity.shape[1]))] };
    }

    /// <summary>Keeps what was found out.</summary>
    public void Keep(Clustering clustering)
    {
        using var scope = torch.NewDisposeScope();
        var tensors = new Dictionary<string, torch.Tensor>
        {
            [Assignment] = torch.tensor(clustering.Assignment.Select(cluster => (long)cluster).ToArray()),
            [Scores] = torch.tensor(clustering.Scores.Values.ToArray(), torch.ScalarType.Float64),
        };
        if (clustering.Similarity.Count > 0) tensors[Similarity] = torch.tensor(clustering.Similarity.SelectMany(row => row).ToArray()).reshape(clustering.Similarity.Count, -1);
        _data.Write(new DerivedContent(tensors, new JsonArray([.. clustering.Scores.Keys.Select(name => (JsonNode?)name)])), Most);
    }

    /// <summary>Says that it was of use, so that older ones give way first.</summary>
    public void Touch() => _data.Touch();

    private static torch.Tensor? Column(DerivedContent content, string name) => content.Tensors.TryGetValue(name, out var tensor) && tensor.dim() == 1 ? tensor : null;
}
