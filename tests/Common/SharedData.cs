namespace Tessera.Tests;

/// <summary>The folder of shared data and golden values, where it is present.</summary>
internal static class SharedData
{
    /// <summary>The folder; skips the test, with the reason, where it is not there.</summary>
    public static string Require(string name)
    {
        var folder = Environment.GetEnvironmentVariable("TESSERA_SHARED") ?? Path.Combine(Repository.Root, "..", "shared");
        var path = Path.GetFullPath(Path.Combine(folder, name));
        Assert.SkipUnless(Path.Exists(path), $"{name} is not there: set TESSERA_SHARED to the folder that holds it.");
        return path;
    }
}
