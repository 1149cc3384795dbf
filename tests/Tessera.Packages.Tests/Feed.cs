using CliWrap.Buffered;
using Tessera.Packages.Tests;

[assembly: AssemblyFixture(typeof(Feed))]

namespace Tessera.Packages.Tests;

/// <summary>A folder of the packages, made of what the build left: packed once, and read by all tests.</summary>
public sealed class Feed : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    public IEnumerable<string> Packages => Directory.EnumerateFiles(Path, "*.nupkg").Select(file => System.IO.Path.GetFileName(file)!);

    public string Package(string id) => Directory.EnumerateFiles(Path, $"{id}.0*.nupkg").Single();

    public async ValueTask InitializeAsync()
    {
        await Programs.RequireAsync("dotnet", "pack", System.IO.Path.Combine(Repository.Root, "Packages.slnf"), "--no-build", "-c", Repository.Configuration, "-o", Path, "-nodeReuse:false", "--nologo", "-v:quiet");
    }

    /// <summary>Plays a script of tests/stranger with this feed.</summary>
    public Task<BufferedCommandResult> PlayAsync(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The scripts of tests/stranger need bash.");
        return Programs.RunAsync("bash", System.IO.Path.Combine(Repository.Root, "tests", "stranger", script), Path);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
