namespace Tessera.Sdk.Tensors.Native;

/// <summary>The user's cache folder by the XDG base directory specification.</summary>
internal static class UserCache
{
    public static string? Folder()
    {
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } stated && Path.IsPathRooted(stated))
            return stated;

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length == 0 ? null : Path.Combine(home, ".cache");
    }
}
