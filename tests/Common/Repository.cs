namespace Tessera.Tests;

/// <summary>Where the repository's files and the build's outputs lie.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Name;

    public static string Tessera { get; } = Output("Tessera.Cli", "tessera.dll");

    public static string BundledPlugins { get; } = Output("Tessera.Cli", "plugins");

    public static string Samples { get; } = Path.Combine(Root, "samples");

    public static string Output(string project, string file = "") => Path.Combine(Root, "artifacts", "bin", project, Configuration, file);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Platform.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("The tests run from inside the repository.");
    }
}
