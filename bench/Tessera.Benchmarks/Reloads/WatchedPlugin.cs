using Tessera.Benchmarks.StartUp;

namespace Tessera.Benchmarks.Reloads;

/// <summary>A plugin's folder in which one build after another is laid, and a pipeline that uses the plugin.</summary>
internal sealed class WatchedPlugin : IDisposable
{
    private const string Assembly = "Tessera.Fixtures.Watched.dll";

    private static readonly string Builds = Path.Combine(InstalledPrograms.Repository, "artifacts", "bin", "Tessera.Fixtures.Watched");

    private readonly string _root = Directory.CreateTempSubdirectory("tessera-bench-").FullName;
    private bool _isMorning;

    public WatchedPlugin()
    {
        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Builds, "release"))) File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        File.WriteAllText(Pipeline, "name: watched\nsteps:\n  greet: { uses: step/greet }\n");
    }

    public string Folder => Path.Combine(_root, "plugin");

    public string Pipeline => Path.Combine(_root, "watched.yaml");

    public string Run => Path.Combine(_root, "run");

    /// <summary>Lays another build of the plugin over the one that is there.</summary>
    public void Build()
    {
        _isMorning = !_isMorning;
        File.Copy(Path.Combine(Builds, _isMorning ? Path.Combine("variants", "MORNING") : "release", Assembly), Path.Combine(Folder, Assembly), overwrite: true);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
