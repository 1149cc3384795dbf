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

    /// <summary>Opens a library.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="ties">
    /// Lists of the last names of maps that have the same input, such as q_proj, k_proj and v_proj: those of one layer share routing. Null for none.
    /// </param>
    /// <returns>The library, experts sorted by name.</returns>
    /// <exception cref="TesseraException">There are no experts (TESS5011), one is not well-formed, or maps cannot be tied (TESS5017).</exception>
    public static ExpertLibrary Open(string folder, IReadOnlyList<IReadOnlyList<string>>? ties = null)
    {
        var folders = Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Where(child => File.Exists(Path.Combine(child, AdapterConfig.FileName))).Order(StringComparer.Ordinal).ToList()
            : [];
        if (folders.Count == 0)
            throw new TesseraException(Diagnostic.Error("TESS5011", "There are no experts in the folder.", new SourceLocation(folder), "A library is a folder of PEFT adapters, each in a folder of its own with adapter_config.json."));
        var experts = new List<StoredExpert>();
        try
        {
            foreach (var expert in folders) experts.Add(StoredExpert.Open(expert));
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
