using System.Reflection;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging.Abstractions;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Native;

namespace Tessera.Hosting.Tests;

/// <summary>Without libtorch nothing is wrong with a plugin, and nobody is sent to install it again.</summary>
public class MissingLibtorchSpecs
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_plugin_that_needs_libtorch_says_what_the_program_lacks(bool wrapped)
    {
        var activator = new PluginActivator(new LoaderWithoutLibtorch(wrapped), NullLoggerFactory.Instance, TimeProvider.System);
        var plugin = PluginCatalog.Discover([BuiltPlugins.CountTool]).Plugins.Single();

        var problem = FluentActions.Invoking(() => activator.Activate(plugin)).Should().Throw<TesseraException>().Which.Diagnostics.Should().ContainSingle().Subject;

        problem.Id.Should().Be("TESS9001");
        problem.Message.Should().Be("samples.count-tool 0.1.0 needs libtorch. libtorch.so is missing. It was looked for in: /nowhere.");
        problem.Remedy.Should().Contain("Reference the package libtorch-cpu-linux-x64").And.NotContain("install the plugin again");
        problem.Location!.File.Should().Be(plugin.Folder);
    }

    private sealed class LoaderWithoutLibtorch(bool wrapped) : IPluginLoader
    {
        public (Assembly Assembly, AssemblyLoadContext Context) Load(InstalledPlugin plugin, IReadOnlyList<Assembly> shared)
        {
            var missing = (Exception)typeof(LibtorchNotFoundException).GetMethod("Missing", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, ["libtorch.so", "libtorch-cpu-linux-x64", new[] { "/nowhere" }])!;
            throw wrapped ? new TypeInitializationException("TorchSharp.torch", missing) : missing;
        }
    }
}
