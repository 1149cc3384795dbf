using CliWrap;
using CliWrap.Buffered;

namespace Tessera.Benchmarks.StartUp;

/// <summary>The programs under measurement, as the build left them.</summary>
internal static class InstalledPrograms
{
    private static readonly string Output = FindOutput();

    public static string Tessera { get; } = Path.Combine(Output, "Tessera.Cli", "release", "tessera.dll");

    public static string EmptyProgram { get; } =
        Path.Combine(Output, "Tessera.Benchmarks.EmptyProgram", "release", "Tessera.Benchmarks.EmptyProgram.dll");

    public static string BundledPlugins { get; } = Path.Combine(Output, "Tessera.Cli", "release", "plugins");

    public static string Repository { get; } = Path.GetFullPath(Path.Combine(Output, "..", ".."));

    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var result = await Cli.Wrap("dotnet").WithArguments([program, .. arguments]).ExecuteBufferedAsync().ConfigureAwait(false);
        return result.StandardOutput;
    }

    private static string FindOutput()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.Name == "bin" && folder.Parent?.Name == "artifacts") return folder.FullName;
        }

        throw new InvalidOperationException("Run the benchmarks from the repository: dotnet run --project bench/Tessera.Benchmarks -c Release.");
    }
}
