namespace Tessera.Hosting;

/// <summary>The assemblies that the host owns, as <c>build/HostAssemblies.txt</c> lists them.</summary>
internal static class HostAssemblies
{
    /// <summary>The feature of plugins that use tensors.</summary>
    public const string TensorsFeature = "tensors";

    private static readonly Lazy<IReadOnlyList<HostAssembly>> Listed = new(Read);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HostAssembly> All => Listed.Value;

    /// <summary>Whether the host owns an assembly.</summary>
    public static bool Owns(string assemblyName) =>
        All.Any(assembly => string.Equals(assembly.Name, assemblyName, StringComparison.OrdinalIgnoreCase));

    private static List<HostAssembly> Read()
    {
        using var reader = new StreamReader(typeof(HostAssemblies).Assembly.GetManifestResourceStream("HostAssemblies.txt")!);
        var assemblies = new List<HostAssembly>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var name, var feature])
                assemblies.Add(new HostAssembly(name, feature == "always" ? null : feature));
        }

        return assemblies;
    }
}
