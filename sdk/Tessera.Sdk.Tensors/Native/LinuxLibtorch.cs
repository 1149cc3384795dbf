using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using TorchSharp;

namespace Tessera.Sdk.Tensors.Native;

/// <summary>Loads libtorch and TorchSharp's binding on Linux, by path.</summary>
[SupportedOSPlatform("linux")]
internal static class LinuxLibtorch
{
    private const string Binding = "libLibTorchSharp.so";

    public static void Load(IReadOnlyList<string> folders)
    {
        var libtorch = Find(folders, "libtorch.so", "libtorch-cpu-linux-x64");
        var binding = Find(folders, Binding, "TorchSharp");

        // First, because the binding may lie in another folder (or be a copy): its dependencies then match what is loaded.
        if (!NativeLibrary.TryLoad(libtorch, out _))
            throw LibtorchNotFoundException.CannotLoad(libtorch, ReasonOfFailure(libtorch));

        var loader = new BindingLoader(path => NativeLibrary.TryLoad(path, out var handle) ? handle : 0, UserCache.Folder());
        var loaded = loader.Load(binding);
        if (loaded.Handle == 0)
            throw LibtorchNotFoundException.CannotLoad(binding, loaded.Failure ?? ReasonOfFailure(binding));
        if (loaded.IsCopy)
            AnswerTorchSharpWith(loaded.Handle);
    }

    private static string Find(IReadOnlyList<string> folders, string library, string package) =>
        folders.Select(folder => Path.Combine(folder, library)).FirstOrDefault(File.Exists)
        ?? throw LibtorchNotFoundException.Missing(library, package, folders);

    private static void AnswerTorchSharpWith(nint handle)
    {
        try
        {
            NativeLibrary.SetDllImportResolver(
                typeof(torch).Assembly, (name, _, _) => name == "LibTorchSharp" ? handle : 0);
        }
        catch (InvalidOperationException)
        {
            // The program has set its own resolver. The runtime ends its search with the bare file name,
            // for which the system's loader returns the copy: it carries the original's soname.
        }
    }

    private static Exception? ReasonOfFailure(string path)
    {
        try
        {
            NativeLibrary.Load(path);
            return null;
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            return failure;
        }
    }
}
