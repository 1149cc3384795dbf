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
