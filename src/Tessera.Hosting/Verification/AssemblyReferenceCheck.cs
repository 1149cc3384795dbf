using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using Tessera.Hosting.Catalog;

namespace Tessera.Hosting.Verification;

/// <summary>
/// Looks whether somebody has each assembly that a plugin's own refers to: the plugin, the framework, or the host for its plugins. The runtime
/// would say so only when the first line is run that needs it, or take whatever the host happens to use itself.
/// </summary>
internal static class AssemblyReferenceCheck
{
    private static readonly Lazy<IReadOnlySet<string>> Shared = new(FindShared);

    public static IEnumerable<string> Missing(MetadataReader reader, InstalledPlugin plugin)
    {
        HashSet<string>? shipped = null;
        foreach (var handle in reader.AssemblyReferences)
        {
            var reference = reader.GetAssemblyReference(handle);
            var name = reader.GetString(reference.Name);
            if (HostAssemblies.Owns(name) || File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), name + ".dll"))) continue;
            // Some lie below, by system.
            shipped ??= PluginFiles.In(plugin.Folder).Select(file => Path.GetFileName(file)).ToHashSet(StringComparer.OrdinalIgnoreCase);
            if (!shipped.Contains(name + ".dll") && !Shared.Value.Contains(name)) yield return $"{name} {reference.Version}";
        }
    }

    // What the host's own refer to comes with them.
    private static HashSet<string> FindShared()
    {
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var left = new Stack<string>(HostAssemblies.All.Select(assembly => assembly.Name));
        while (left.TryPop(out var name))
        {
            var file = Path.Combine(AppContext.BaseDirectory, name + ".dll");
            if (!found.Add(name) || !File.Exists(file)) continue;
            using var assembly = new PEReader(RegularFile.OpenRead(file), PEStreamOptions.PrefetchMetadata);
            var reader = assembly.GetMetadataReader();
            foreach (var handle in reader.AssemblyReferences) left.Push(reader.GetString(reader.GetAssemblyReference(handle).Name));
        }

        return found;
    }
}
