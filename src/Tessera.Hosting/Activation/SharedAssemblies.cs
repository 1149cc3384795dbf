using System.Reflection;
using Tessera.Sdk.Tensors.Native;

namespace Tessera.Hosting.Activation;

/// <summary>Brings the host's own assemblies into the process, those with tensors only for plugins that need them.</summary>
internal static class SharedAssemblies
{
    public static IReadOnlyList<Assembly> For(IReadOnlyList<string> requires)
    {
        if (requires.Contains(HostAssemblies.TensorsFeature, StringComparer.Ordinal)) Libtorch.EnsureLoaded();
        return
        [
            .. HostAssemblies.All
                .Where(assembly => assembly.Feature is null || requires.Contains(assembly.Feature, StringComparer.Ordinal))
                .Select(assembly => Assembly.Load(new AssemblyName(assembly.Name))),
        ];
    }
}
