using CliWrap;
using CliWrap.Buffered;

namespace Tessera.Benchmarks.StartUp;

/// <summary>The command as each way of delivery puts it: as the build leaves it, installed as a dotnet tool, and published.</summary>
internal sealed class DeliveredPrograms : IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("tessera-bench-").FullName;

    /// <summary>The ways of delivery.</summary>
    public static IReadOnlyList<string> Ways { get; } = ["build", "tool", "published"];

    /// <summary>Delivers the command.</summary>
    /// <param name="way">One of <see cref="Ways"/>.</param>
    /// <returns>Its assembly.</returns>
    public async Task<string> DeliverAsync(string way)
    {
        switch (way)
        {
            case "build":
                return InstalledPrograms.Tessera;
            case "published":
                await DotnetAsync("publish", Path.Combine(InstalledPrograms.Repository, "src", "Tessera.Cli"), "-c", "Release", "--no-build", "--output", _place).ConfigureAwait(false);
                return Path.Combine(_place, "tessera.dll");
            default:
                var feed = Path.Combine(_place, "feed");
                await DotnetAsync("pack", Path.Combine(InstalledPrograms.Repository, "src", "Tessera.Cli"), "-c", "Release", "--no-build", "--output", feed).ConfigureAwait(false);
                await DotnetAsync("tool", "install", "tessera", "--tool-path", Path.Combine(_place, "tools"), "--source", feed).ConfigureAwait(false);
                return Directory.EnumerateFiles(Path.Combine(_place, "tools"), "tessera.dll", SearchOption.AllDirectories).Single();
        }
    }

    public void Dispose() => Directory.Delete(_place, recursive: true);

    // With a folder of packages of its own: NuGet would take an earlier build of the same version for this one.
    private async Task DotnetAsync(params string[] arguments) => await Cli.Wrap("dotnet").WithArguments(arguments)
        .WithEnvironmentVariables(variables => variables.Set("NUGET_PACKAGES", Path.Combine(_place, "packages"))).ExecuteBufferedAsync().ConfigureAwait(false);
}
