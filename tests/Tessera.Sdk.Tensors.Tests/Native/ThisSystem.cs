using Tessera.Sdk.Tensors.Native;

namespace Tessera.Sdk.Tensors.Tests.Native;

/// <summary>The system that the tests run on, and the libraries beside them.</summary>
internal static class ThisSystem
{
    public static string Original => Library("libLibTorchSharp.so");

    /// <summary>Whether this system's libstdc++ is too old for the original.</summary>
    public static bool NeedsCopy
    {
        get
        {
            Libtorch.EnsureLoaded();
            return !Mapped("libLibTorchSharp.so").Contains(Original);
        }
    }

    public static string Library(string name) =>
        LibraryFolders.OfThisProcess().Select(folder => Path.Combine(folder, name)).First(File.Exists);

    /// <summary>The files of this name that are in this process's memory.</summary>
    public static string[] Mapped(string name) =>
    [
        .. File.ReadLines("/proc/self/maps")
            .Where(line => line.Contains('/', StringComparison.Ordinal))
            .Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..])
            .Where(path => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal))
            .Distinct(),
    ];
}
