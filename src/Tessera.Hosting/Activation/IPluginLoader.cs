using System.Reflection;
using System.Runtime.Loader;
using Tessera.Hosting.Catalog;

namespace Tessera.Hosting.Activation;

/// <summary>Loads a plugin's assembly into a context of its own. Small on purpose, so that what stands behind it can be replaced.</summary>
internal interface IPluginLoader
{
    /// <summary>Loads the plugin's assembly; what the host owns is shared, the rest stays private.</summary>
    (Assembly Assembly, AssemblyLoadContext Context) Load(InstalledPlugin plugin, IReadOnlyList<Assembly> shared);
}
