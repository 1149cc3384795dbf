using System.Composition;
using System.Composition.Hosting;
using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tessera.Hosting.Catalog;
using Tessera.Hosting.Installation;
using Tessera.Hosting.Verification;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Tensors.Native;

namespace Tessera.Hosting.Activation;

/// <summary>Takes a plugin from its files to a container: verify, load, compare with the manifest, compose.</summary>
internal sealed class PluginActivator(IPluginLoader loader, ILoggerFactory? loggers, TimeProvider? time)
{
    private readonly ILoggerFactory _loggers = loggers ?? NullLoggerFactory.Instance;
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    public ActivatedPlugin Activate(InstalledPlugin plugin)
    {
        if (plugin.Status != PluginStatus.Ready) throw new TesseraException(plugin.Diagnostics);
        var started = Stopwatch.GetTimestamp();
        if (VersionFolderName.FaultOf(plugin) is { } changed) throw new TesseraException(changed);
        var problems = PluginVerifier.Verify(plugin);
        if (problems.Count > 0) throw new TesseraException(problems);
        try
        {
            var (assembly, context) = loader.Load(plugin, SharedAssemblies.For(plugin.Manifest!.Requires));
            var parts = assembly.GetTypes()
                .Select(type => (Type: type, Part: type.GetCustomAttribute<PartAttribute>()))
                .Where(pair => pair.Part is not null)
                .Select(pair => (pair.Type, pair.Part!))
                .ToList();
            RefuseDrift(plugin, parts);
            RefuseShared(plugin, parts);
            var exports = new HostExports(_loggers, _time, parts.Select(pair => pair.Item2.Options).OfType<Type>().ToHashSet());
            var container = new ContainerConfiguration().WithAssembly(assembly).WithProvider(exports).CreateContainer();
            return new ActivatedPlugin(plugin, assembly, context, container, exports, Stopwatch.GetElapsedTime(started));
        }
        catch (Exception failure) when (MissingLibtorch(failure) is { } missing)
        {
            // The plugin is right; what it runs on is not.
            throw new TesseraException(Diagnostic.Error(
                LibtorchNotFoundException.DiagnosticId, $"{plugin.Id} {plugin.Manifest!.Version} needs libtorch. {missing.Reason}", new SourceLocation(plugin.Folder), missing.Remedy), failure);
        }
        catch (Exception failure) when (failure is not TesseraException)
        {
            throw new TesseraException(Diagnostic.Error(
                "TESS2030", $"The plugin {plugin.Id} {plugin.Manifest!.Version} cannot be loaded: {failure.Message}",
                new SourceLocation(plugin.Folder), $"Run 'tessera plugins verify {plugin.Id}', or install the plugin again."), failure);
        }
    }

    // What fails in a static constructor or in reflection comes wrapped.
    private static LibtorchNotFoundException? MissingLibtorch(Exception? failure)
    {
        while (failure is not (null or LibtorchNotFoundException)) failure = failure.InnerException;
        return failure as LibtorchNotFoundException;
    }

    // One instance for all would have the options of whoever asked first, and be disposed of under the others.
    private static void RefuseShared(InstalledPlugin plugin, List<(Type Type, PartAttribute Part)> parts)
    {
        if (parts.Find(pair => pair.Type.IsDefined(typeof(SharedAttribute), inherit: true)).Type is { } shared)
            throw new TesseraException(Diagnostic.Error(
                "TESS2033", $"{shared.FullName} of {plugin.Id} is marked with [Shared]; a part is made anew for each use.",
                new SourceLocation(plugin.Folder), "Remove the attribute, build the plugin again and install it."));
    }

    private static void RefuseDrift(InstalledPlugin plugin, List<(Type Type, PartAttribute Part)> parts)
    {
        var inAssembly = parts.Select(pair => $"{pair.Part.Kind}/{pair.Part.Name} ({pair.Type.FullName})");
        var inManifest = plugin.Manifest!.Exports.Select(export => $"{export.Kind}/{export.Name} ({export.Type})");
        var differences = inAssembly.Except(inManifest).Select(part => $"{part} is not in the manifest")
            .Concat(inManifest.Except(inAssembly).Select(part => $"{part} is not in the assembly"))
            .ToList();
        if (differences.Count > 0)
            throw new TesseraException(Diagnostic.Error(
                "TESS2031", $"The manifest and the assembly of {plugin.Id} differ: {string.Join("; ", differences)}.",
                new SourceLocation(plugin.Folder), "Build the plugin again, and install manifest and assembly together."));
    }
}
