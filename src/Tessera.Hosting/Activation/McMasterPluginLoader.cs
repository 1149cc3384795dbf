using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins;
using Tessera.Hosting.Catalog;

namespace Tessera.Hosting.Activation;

/// <summary>Loads through McMaster.NETCore.Plugins: from the file, not collectible, so that precompiled code is used.</summary>
internal sealed class McMasterPluginLoader : IPluginLoader
{
    public (Assembly Assembly, AssemblyLoadContext Context) Load(InstalledPlugin plugin, IReadOnlyList<Assembly> shared)
    {
        // The loader is not disposed of: that would only mark the context, which lives as long as the host.
#pragma warning disable CA2000
        var loader = PluginLoader.CreateFromAssemblyFile(plugin.AssemblyPath, config =>
        {
            foreach (var assembly in shared) config.SharedAssemblies.Add(assembly.GetName());
            config.PreferSharedTypes = false;
            config.IsUnloadable = false;
            config.LoadInMemory = false;
        });
#pragma warning restore CA2000
        var assembly = loader.LoadDefaultAssembly();
        return (assembly, AssemblyLoadContext.GetLoadContext(assembly)!);
    }
}
