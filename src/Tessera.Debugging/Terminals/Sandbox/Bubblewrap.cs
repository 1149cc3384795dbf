namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>Where bubblewrap is installed.</summary>
internal static class Bubblewrap
{
    /// <summary>The full path of its program; null where it is not installed.</summary>
    public static string? Find() => SearchPath.OfThisProcess.Select(folder => Path.Join(folder, "bwrap")).FirstOrDefault(File.Exists);
}
