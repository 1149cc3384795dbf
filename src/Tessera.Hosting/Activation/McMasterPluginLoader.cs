using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins;
using Tessera.Hosting.Catalog;

namespace Tessera.Hosting.Activation;

/// <summary>Loads through McMaster.NETCore.Plugins, from the file.</summary>
/// <param name="unloadable">Whether contexts can be unloaded: their code is then compiled anew instead of taken as it was precompiled.</param>
internal sealed class McMasterPluginLoader(bool unloadable = false) : IPluginLoader
{
    public (Assembly Assembly, AssemblyLoadContext Context) Load(InstalledPlugin plugin, IReadOnlyList<Assembly> shared) => LoadFrom(plugin.AssemblyPath, shared);

    /// <summary>Loads a plugin's assembly from where it lies.</summary>
    public (Assembly Assembly, AssemblyLoadContext Context) LoadFrom(string assemblyPath, IReadOnlyList<Assembly> shared)
    {
        // The loader is not disposed of: that would only unload the context, which whoever keeps it does.
#pragma warning disable CA2000
        var loader = PluginLoader.CreateFromAssemblyFile(assemblyPath, config =>
        {
            foreach (var assembly in shared) config.SharedAssemblies.Add(assembly.GetName());
            config.PreferSharedTypes = false;
            config.IsUnloadable = unloadable;
            config.LoadInMemory = false;
        });
#pragma warning restore CA2000
        var assembly = loader.LoadDefaultAssembly();
        return (assembly, AssemblyLoadContext.GetLoadContext(assembly)!);
    }
}
