namespace Tessera.Cli.Tests;

/// <summary>A folder with so many runs that their list is longer than a pipe holds, and with a small pipeline.</summary>
public sealed class CrowdedFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CrowdedFolder()
    {
        for (var i = 0; i < 1500; i++) _folder.File($"runs/a-run-with-a-name-that-fills-pipes-{i}/journal.jsonl", "");
        _folder.File("sum.yaml", "name: sum\nsteps: { a: { uses: step/add, with: { left: 1 } } }\n");
    }

    public string Path => _folder.Path;

    public void Dispose() => _folder.Dispose();
}
