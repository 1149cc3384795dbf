using System.Text.Json;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Steps;
using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Adapters.Library;

/// <summary>A library of experts as a folder of PEFT adapters, one folder an expert. Factors are read when they are asked for.</summary>
public sealed class ExpertLibrary : IExpertLibrary, IArtifact<ExpertLibrary>, IDisposable
{
    private const string ReferenceFile = "library.json";

    private readonly IReadOnlyList<StoredExpert> _experts;

    private ExpertLibrary(string folder, IReadOnlyList<StoredExpert> experts)
    {
        (Folder, _experts) = (folder, experts);
        Experts = [.. experts.Select(expert => expert.Info)];
        Maps = [.. experts.SelectMany(expert => expert.Maps).DistinctBy(map => map.Name).OrderBy(map => map.Name, StringComparer.Ordinal)];
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ExpertInfo> Experts { get; }

    /// <inheritdoc/>
    public IReadOnlyList<LinearMap> Maps { get; }

    /// <summary>Opens a library.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The library, experts sorted by name.</returns>
    /// <exception cref="TesseraException">There are no experts (TESS5011), or one is not well-formed.</exception>
    public static ExpertLibrary Open(string folder)
    {
        var folders = Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Where(child => File.Exists(Path.Combine(child, AdapterConfig.FileName))).Order(StringComparer.Ordinal).ToList()
            : [];
        if (folders.Count == 0)
            throw new TesseraException(Diagnostic.Error("TESS5011", "There are no experts in the folder.", new SourceLocation(folder), "A library is a folder of PEFT adapters, each in a folder of its own with adapter_config.json."));
        var experts = folders.ConvertAll(StoredExpert.Open);
        RefuseDifferentSizes(experts, folder);
        return new ExpertLibrary(Path.GetFullPath(folder), experts);
    }

    /// <inheritdoc/>
    public LoraFactors? Read(int expert, int map) => _experts[expert].Read(Maps[map]);

    /// <inheritdoc/>
    public async Task SaveAsync(string folder, CancellationToken cancellationToken)
    {
        // A library that the step wrote into its own folder moves with the run; one from elsewhere stays where it is.
        var inside = Path.GetRelativePath(folder, Folder);
        var path = inside.StartsWith(Path.Combine("..", "files"), StringComparison.Ordinal) ? inside : Folder;
        await File.WriteAllTextAsync(Path.Combine(folder, ReferenceFile), JsonSerializer.Serialize(path.Replace('\\', '/')), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public static async Task<ExpertLibrary> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var path = JsonSerializer.Deserialize<string>(await File.ReadAllTextAsync(Path.Combine(folder, ReferenceFile), cancellationToken).ConfigureAwait(false))!;
        return Open(Path.GetFullPath(path, folder));
    }

    /// <summary>Closes the experts' files.</summary>
    public void Dispose()
    {
        foreach (var expert in _experts) expert.Dispose();
    }

    private static void RefuseDifferentSizes(List<StoredExpert> experts, string folder)
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
