using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Steps;
using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Adapters.Library;

/// <summary>
/// A library of experts as a folder of PEFT adapters, one folder an expert, as it was when it was opened. Factors are read when they are
/// asked for. It is changed through <see cref="LibraryFolder"/>.
/// </summary>
public sealed class ExpertLibrary : IExpertLibrary, IArtifact<ExpertLibrary>, IDisposable
{
    private const string ReferenceFile = "library.json";

    private readonly IReadOnlyList<StoredExpert> _experts;
    private readonly IReadOnlyList<IReadOnlyList<string>> _ties;

    private ExpertLibrary(string folder, IReadOnlyList<StoredExpert> experts, IReadOnlyList<IReadOnlyList<string>> ties)
    {
        RefuseDifferentSizes(experts, folder);
        (Folder, _experts, _ties) = (Path.GetFullPath(folder), experts, ties);
        Experts = [.. experts.Select(expert => expert.Info)];
        Maps = MapTies.Apply([.. experts.SelectMany(expert => expert.Maps).DistinctBy(map => map.Name).OrderBy(map => map.Name, StringComparer.Ordinal)], ties, folder);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ExpertInfo> Experts { get; }

    /// <inheritdoc/>
    public IReadOnlyList<LinearMap> Maps { get; }

    /// <summary>Lists of the last names of maps that are tied, as the library was opened with.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Ties => _ties;

    /// <summary>Opens a library.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="ties">
    /// Lists of the last names of maps that have the same input, such as q_proj, k_proj and v_proj: those of one layer share routing. Null for none.
    /// </param>
    /// <returns>The library, experts sorted by name.</returns>
    /// <exception cref="TesseraException">
    /// There are no experts (TESS5011), one cannot be used or the index cannot be read (TESS5302), or maps cannot be tied (TESS5017).
    /// </exception>
    public static ExpertLibrary Open(string folder, IReadOnlyList<IReadOnlyList<string>>? ties = null)
    {
        using var held = LibraryLock.ForReading(folder);
        var folders = ExpertFolders.In(folder);
        if (folders.Count == 0)
            throw new TesseraException(Diagnostic.Error("TESS5011", "There are no experts in the folder.", new SourceLocation(folder), "A library is a folder of PEFT adapters, each in a folder of its own with adapter_config.json."));
        var index = LibraryIndex.Read(folder);
        var experts = new List<StoredExpert>();
        try
        {
            foreach (var expert in folders) experts.Add(StoredExpert.Open(expert, index.Experts.GetValueOrDefault(Path.GetFileName(expert))));
            return new ExpertLibrary(folder, experts, ties ?? []);
        }
        catch
        {
            foreach (var expert in experts) expert.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public LoraFactors? Read(int expert, int map) => _experts[expert].Read(Maps[map]);

    /// <summary>Where an expert comes from, as far as the index says it.</summary>
    /// <param name="expert">The expert's index.</param>
    /// <returns>The record, empty where there is none.</returns>
    public ExpertRecord RecordOf(int expert) => _experts[expert].Known?.Record ?? new ExpertRecord();

    /// <summary>How well an expert did, as recorded by <see cref="LibraryFolder.Record"/>.</summary>
    /// <param name="expert">The expert's index.</param>
    /// <returns>The scores; none where its weights are not those that were scored.</returns>
    public IReadOnlyList<ExpertScore> ScoresOf(int expert) =>
        _experts[expert].Known is { Scores.Count: > 0 } known && known.Hash == _experts[expert].Hash ? known.Scores : [];

    /// <summary>The SHA-256 of an expert's configuration and weights, in hexadecimal. The files are read when it is first asked for.</summary>
    /// <param name="expert">The expert's index.</param>
    /// <returns>Sixty-four digits.</returns>
    public string HashOf(int expert) => _experts[expert].Hash;

    /// <summary>Names data that are derived from these experts, such as prototypes or embeddings, by all that they depend on.</summary>
    /// <param name="part">Who derives them, such as <c>router/arrow</c>.</param>
    /// <param name="version">The version of the way in which they are derived; another one is other data.</param>
    /// <param name="options">The options that they depend on; null for none.</param>
    /// <returns>The data, which may not be there yet.</returns>
    public DerivedData Derive(string part, string version, JsonNode? options = null) => new(
        Folder, new DerivedKey(part, version, options?.DeepClone(), [.. _experts.Select(expert => new DerivedExpert(expert.Info.Name, expert.Hash))], _ties));

    /// <inheritdoc/>
    public async Task SaveAsync(string folder, CancellationToken cancellationToken)
    {
        // A library that the step wrote into its own folder moves with the run; one from elsewhere stays where it is.
        var inside = Path.GetRelativePath(folder, Folder);
        var path = inside.StartsWith(Path.Combine("..", "files") + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? inside.Replace('\\', '/') : Folder;
        await File.WriteAllTextAsync(Path.Combine(folder, ReferenceFile), JsonSerializer.Serialize(new LibraryReference(path, _ties)), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public static async Task<ExpertLibrary> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var reference = JsonSerializer.Deserialize<LibraryReference>(await File.ReadAllTextAsync(Path.Combine(folder, ReferenceFile), cancellationToken).ConfigureAwait(false))!;
        return Open(Path.GetFullPath(reference.Folder, folder), reference.Tie);
    }

    /// <summary>Closes the experts' files.</summary>
    public void Dispose()
    {
        foreach (var expert in _experts) expert.Dispose();
    }

    private static void RefuseDifferentSizes(IReadOnlyList<StoredExpert> experts, string folder)
    {
        foreach (var map in experts.SelectMany(expert => expert.Maps.Select(map => (expert.Info.Name, Map: map))).GroupBy(pair => pair.Map.Name))
        {
            var first = map.First();
            if (map.FirstOrDefault(pair => pair.Map != first.Map) is { Map: not null } other)
                throw new TesseraException(Diagnostic.Error(
                    "TESS5012", $"The experts '{first.Name}' and '{other.Name}' adapt {map.Key} with different sizes: {first.Map.InputSize} to {first.Map.OutputSize}, and {other.Map.InputSize} to {other.Map.OutputSize}.",
                    new SourceLocation(folder), "Keep experts of different base models in different libraries."));
        }
    }
}
