using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Tessera.Sdk.Tensors.Native;

/// <summary>Loads TorchSharp's binding, and a compatible copy of it only where the original does not load.</summary>
/// <param name="tryLoad">Loads a library by path; 0 when the system refuses it.</param>
/// <param name="cacheFolder">The user's cache; null when there is none to be trusted.</param>
[SupportedOSPlatform("linux")]
internal sealed class BindingLoader(Func<string, nint> tryLoad, string? cacheFolder)
{
    public LoadedBinding Load(string original)
    {
        if (tryLoad(original) is not 0 and var handle)
            return new(handle, IsCopy: false);

        try
        {
            var content = File.ReadAllBytes(original);
            if (!CompatibleBinding.IsNeededFor(content))
                return default;

            var copy = CompatibleBinding.Rewrite(content);
            return LoadFromCache(content, copy) is not 0 and var cached
                ? new(cached, IsCopy: true)
                : LoadFromPrivateFolder(copy);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or UnsupportedElfException)
        {
            return new(0, IsCopy: false, failure);
        }
    }

    private nint LoadFromCache(byte[] original, byte[] copy)
    {
        if (cacheFolder is null)
            return 0;

        var key = $"{Convert.ToHexStringLower(SHA256.HashData(original))[..32]}-{CompatibleBinding.RecipeVersion}";
        try
        {
            return OwnedFolder.Create(cacheFolder, "tessera", "libtorch", key) is { } folder
                ? tryLoad(CopyFile.Ensure(folder, copy))
                : 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A full, read-only or foreign home must not keep tensors from working.
            return 0;
        }
    }

    private LoadedBinding LoadFromPrivateFolder(byte[] copy)
    {
        // A fresh name and only this user's: nobody can have prepared it. Once loaded, the file itself is not needed.
        var folder = Directory.CreateTempSubdirectory("tessera-libtorch-");
        try
        {
            var handle = tryLoad(CopyFile.Ensure(folder.FullName, copy));
            return new(handle, IsCopy: true, handle != 0 ? null : new DllNotFoundException(
                $"A copy for this system's older libstdc++ was made, but it loads neither from {cacheFolder ?? "the user's cache"} " +
                $"nor from {Path.GetTempPath()}. Both may forbid running code (noexec); set XDG_CACHE_HOME to a folder that allows it."));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
