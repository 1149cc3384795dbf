using System.Reflection;
using System.Runtime.Loader;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Sdk.Testing.Unloading;

/// <summary>Loads a plugin's assemblies once more, in a context that can be unloaded: what the host owns is shared, what lies beside the plugin is its own.</summary>
internal sealed class PluginContext(string assemblyPath) : AssemblyLoadContext($"conformance: {Path.GetFileName(assemblyPath)}", isCollectible: true)
{
    private static readonly HashSet<string> _shared =
    [
        .. new[] { typeof(PluginContext).Assembly, typeof(PartAttribute).Assembly, typeof(IRouter).Assembly }
            .SelectMany(assembly => assembly.GetReferencedAssemblies().Append(assembly.GetName())).Select(name => name.Name!),
    ];

    private readonly AssemblyDependencyResolver _resolver = new(assemblyPath);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (_shared.Contains(assemblyName.Name!)) return null;
        var path = _resolver.ResolveAssemblyToPath(assemblyName) ?? Path.Combine(Path.GetDirectoryName(assemblyPath)!, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
