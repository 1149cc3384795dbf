using System.Reflection;
using System.Runtime.InteropServices;

namespace Tessera.Sdk.Tensors.Native;

/// <summary>The folder in which NuGet keeps a user's packages: where libtorch is that somebody's build, or somebody by hand, has brought.</summary>
internal static class NuGetPackages
{
    /// <summary>The version of libtorch that TorchSharp is made for; another one does not have what it calls.</summary>
    public static string LibtorchVersion { get; } =
        typeof(NuGetPackages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == "LibtorchVersion").Value!;

    public static string? Folder()
    {
        if (Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } stated) return stated;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length == 0 ? null : Path.Combine(home, ".nuget", "packages");
    }

    /// <summary>Where the package of libtorch for this system has its libraries, whether it is there or not.</summary>
    public static string? LibtorchFolder()
    {
        var system = $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        return Folder() is { } folder ? Path.Combine(folder, $"libtorch-cpu-{system}", LibtorchVersion, "runtimes", system, "native") : null;
    }
}
