using Tessera.Hosting.Installation;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Distribution.Authoring;

/// <summary>Makes packages of plugins' projects with <c>dotnet pack</c>, and hands over those alone that this host could install.</summary>
public static class PluginPacking
{
    /// <summary>Packs a project or a solution.</summary>
    /// <param name="project">The project, the solution, or the folder that holds one.</param>
    /// <param name="output">The folder in which the packages are laid. One of the same id and version that lies there is replaced.</param>
    /// <param name="told">Where the output of dotnet goes; null for nowhere.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The packages of plugins.</returns>
    /// <exception cref="TesseraException">The build failed, it made no plugin's package, or a plugin does not fit this host: then nothing is handed over.</exception>
    public static async Task<IReadOnlyList<PackedPlugin>> PackAsync(string project, string output, TextWriter? told, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(output);
        var place = new SourceLocation(Path.GetFullPath(project));
        if (File.Exists(output))
            throw new TesseraException(Diagnostic.Error("TESS2089", "Packages are laid into a folder, and this is a file.", new SourceLocation(Path.GetFullPath(output)), "Name another folder with --output."));
        var made = Directory.CreateTempSubdirectory("tessera-pack-");
        try
        {
            await new DotnetCommand(told).RequireAsync(["pack", project, "--output", made.FullName], place.File, cancellationToken).ConfigureAwait(false);
            var packages = made.EnumerateFiles("*.nupkg").OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
            var plugins = packages.Select(package => Look(package, output, place)).OfType<PackedPlugin>().ToList();
            if (plugins.Count == 0)
                throw new TesseraException(Diagnostic.Error(
                    "TESS2075", packages.Count == 0 ? "'dotnet pack' made no package here." : $"No package that 'dotnet pack' made here holds a plugin: {string.Join(", ", packages.Select(package => package.Name))}.", place,
                    "Name the project of a plugin: a library that refers to Tessera.Sdk and has a part. 'tessera plugins new' makes one."));
            Directory.CreateDirectory(output);
            // Over a copy: the temporary folder may lie on another disk.
            foreach (var package in packages) package.CopyTo(Path.Combine(output, package.Name), overwrite: true);
            return plugins;
        }
        finally
        {
            made.Delete(recursive: true);
        }
    }

    private static PackedPlugin? Look(FileInfo file, string output, SourceLocation place)
    {
        PluginPackage package;
        try
        {
            package = PluginPackage.Open(file.FullName);
        }
        catch (TesseraException none) when (none.Diagnostics[0].Id == PluginPackage.HoldsNoPlugin)
        {
            // A library that is packed with the plugin.
            return null;
        }

        using (package)
        {
            // Where it was looked at is gone when this is read; where it came from is not.
            if (package.Problems.Count > 0) throw new TesseraException([.. package.Problems.Select(problem => problem with { Location = place })]);
            return new PackedPlugin(Path.GetFullPath(Path.Combine(output, file.Name)), file.Length, package.Plugin.Manifest!);
        }
    }
}
