using System.Text.Json.Nodes;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Pipelines.Loading;
using Tessera.Pipelines.Running;

namespace Tessera.Pipelines.Tests;

/// <summary>A folder with pipelines, and the plugin of small steps.</summary>
internal sealed class Fixture : IDisposable
{
    public static PluginCatalog Catalog { get; } = PluginCatalog.Discover([StepsPlugin]);

    public string Folder { get; } = Directory.CreateTempSubdirectory("tessera-pipelines-").FullName;

    public static string StepsPlugin => AppContext.BaseDirectory.Replace("Tessera.Pipelines.Tests", "Tessera.Fixtures.Steps", StringComparison.Ordinal);

    public static PipelineLoadResult Load(string yaml, params (string Key, string Value)[] set) =>
        PipelineLoader.LoadText(yaml, "pipeline.yaml", [.. set.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))], Catalog);

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Loads a pipeline with the plugins of one folder.</summary>
    public (Pipeline Pipeline, PluginCatalog Catalog) Load(string yaml, string plugin)
    {
        var catalog = PluginCatalog.Discover([plugin]);
        var loaded = PipelineLoader.Load(Write("pipeline.yaml", yaml), [], catalog);
        loaded.Diagnostics.Should().BeEmpty();
        return (loaded.Pipeline!, catalog);
    }

    /// <summary>The plugin of small steps in another version, or with other files: the name stands in one of them.</summary>
    public string PluginOf(string version, string name)
    {
        var folder = Path.Combine(Folder, name);
        if (Directory.Exists(folder)) return folder;
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(StepsPlugin)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "plugin.json")))!;
        (manifest["version"], manifest["description"]) = (version, name);
        File.WriteAllText(Path.Combine(folder, "plugin.json"), manifest.ToJsonString());
        return folder;
    }

    public async Task<RunSummary> RunAsync(string yaml, CancellationToken cancellationToken = default, int parallelism = 2, string run = "run")
    {
        var loaded = PipelineLoader.Load(Write("pipeline.yaml", yaml), [], Catalog);
        loaded.Diagnostics.Should().BeEmpty();
        await using var host = new PluginHost(Catalog);
        var options = new RunOptions { Folder = Path.Combine(Folder, run), Parallelism = parallelism };
        return await PipelineRun.ExecuteAsync(loaded.Pipeline!, options, host, cancellationToken);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
