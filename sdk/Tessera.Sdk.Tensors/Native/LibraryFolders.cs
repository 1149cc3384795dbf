using System.Runtime.InteropServices;
using TorchSharp;

namespace Tessera.Sdk.Tensors.Native;

/// <summary>The folders in which native libraries of this process lie.</summary>
internal static class LibraryFolders
{
    /// <summary>
    /// In the runtime's own order, so that what is loaded here is what TorchSharp would find by itself; and, for programs that are
    /// handed on without libtorch, where NuGet keeps it.
    /// </summary>
    public static IReadOnlyList<string> OfThisProcess()
    {
        var packageFolder = Path.Combine("runtimes", $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}", "native");
        var runtimeFolders = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator);
        var programFolders = new[] { AppContext.BaseDirectory, Path.GetDirectoryName(typeof(torch).Assembly.Location) }
            .OfType<string>()
            .Where(folder => folder.Length > 0)
            .SelectMany(folder => new[] { folder, Path.Combine(folder, packageFolder) });

        return [.. runtimeFolders.Concat(programFolders).Append(NuGetPackages.LibtorchFolder() ?? "")
            .Where(folder => folder.Length > 0)
            .Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))
            .Distinct(StringComparer.Ordinal)];
    }
}
