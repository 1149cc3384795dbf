using Tessera.Hosting.Catalog;
using Tessera.Hosting.Verification;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Installation;

/// <summary>A plugin's package, unpacked to be looked at before anything is installed of it. Nothing of it is loaded or run.</summary>
public sealed class PluginPackage : IDisposable
{
    /// <summary>The diagnostic of a file that holds no plugin.</summary>
    public const string HoldsNoPlugin = "TESS2051";

    // A member that is missing here or there, or an assembly of the host that is too old.
    private static readonly string[] ContractProblems = ["TESS2042", "TESS2043", "TESS2044"];

    private readonly DirectoryInfo _unpacked;

    private PluginPackage(DirectoryInfo unpacked)
    {
        _unpacked = unpacked;
        Plugin = PluginInspection.Inspect(unpacked.FullName);
        Problems = PluginVerifier.Verify(Plugin);
    }

    /// <summary>The plugin in it.</summary>
    public InstalledPlugin Plugin { get; }

    /// <summary>Everything that is wrong with it; empty where it could be installed.</summary>
    public IReadOnlyList<Diagnostic> Problems { get; }

    /// <summary>Whether it was made for a host such as this one, whatever else may be wrong: otherwise an older or a newer version may do.</summary>
    public bool FitsHost => Plugin.Status != PluginStatus.Unsupported && !Problems.Any(problem => ContractProblems.Contains(problem.Id));

    /// <summary>Opens a package.</summary>
    /// <param name="file">The package, or a zip.</param>
    /// <returns>What is in it, right or wrong; disposing of it removes what was unpacked.</returns>
    /// <exception cref="TesseraException">TESS2051: it holds no plugin; TESS2056: it cannot be unpacked.</exception>
    public static PluginPackage Open(string file)
    {
        var unpacked = Directory.CreateTempSubdirectory("tessera-plugin-");
        try
        {
            PluginArchive.Unpack(file, unpacked.FullName);
            return new PluginPackage(unpacked);
        }
        catch
        {
            IncomingFolder.Remove(unpacked.FullName);
            throw;
        }
    }

    /// <summary>Removes what was unpacked.</summary>
    public void Dispose() => IncomingFolder.Remove(_unpacked.FullName);
}
