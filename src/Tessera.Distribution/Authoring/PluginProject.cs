using System.Security;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Distribution.Authoring;

/// <summary>A plugin's project, made of one of the templates in the package Tessera.Templates.</summary>
public static class PluginProject
{
    private const string Templates = "Tessera.Templates";
    private const int TemplateIsMissing = 103;

    /// <summary>Makes a project with a plugin that works, its test and a pipeline that uses it. The templates are installed if they are not.</summary>
    /// <param name="kind">The kind of part that it begins with, such as <c>tool</c>; there is a template <c>tessera-KIND</c>.</param>
    /// <param name="name">The project's name, such as <c>Acme.LineCount</c>.</param>
    /// <param name="folder">Where it goes: a folder that is empty or does not exist.</param>
    /// <param name="source">A feed with the platform's packages, which the project is to use, too; null where NuGet's settings name one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A task that ends when the project is there.</returns>
    /// <exception cref="TesseraException">The name or the folder will not do, there are no templates, or dotnet failed.</exception>
    public static async Task CreateAsync(string kind, string name, string folder, string? source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(folder);
        if (ProjectName.FaultOf(name) is { } fault)
            throw new TesseraException(Diagnostic.Error("TESS2071", $"'{name}' is not a name for a plugin's project{fault}.", remedy: "Use words of letters and digits, each beginning with a letter, joined by dots or hyphens, such as Acme.LineCount."));
        if (Path.Exists(folder) && (!Directory.Exists(folder) || Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new TesseraException(Diagnostic.Error("TESS2072", "There is something already where the plugin is to go.", new SourceLocation(Path.GetFullPath(folder)), "Choose another name, or another folder with --output."));
        if (source is not null && !IsAddress(source)) source = FolderOf(source);

        var dotnet = new DotnetCommand(told: null);
        string[] create = ["new", $"tessera-{kind}", "--name", name, "--output", folder];
        var (exitCode, output) = await dotnet.RunAsync(create, cancellationToken).ConfigureAwait(false);
        if (exitCode == TemplateIsMissing)
        {
            await InstallTemplatesAsync(dotnet, source, cancellationToken).ConfigureAwait(false);
            (exitCode, output) = await dotnet.RunAsync(create, cancellationToken).ConfigureAwait(false);
        }

        if (exitCode != 0) throw dotnet.Failure(create, exitCode, output, Path.GetFullPath(folder));
        if (source is not null) AddFeed(folder, source);
    }

    private static async Task InstallTemplatesAsync(DotnetCommand dotnet, string? source, CancellationToken cancellationToken)
    {
        string[] install = ["new", "install", Templates, .. source is null ? Array.Empty<string>() : ["--add-source", source]];
        var (exitCode, output) = await dotnet.RunAsync(install, cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
            throw new TesseraException(Diagnostic.Error(
                "TESS2073", $"The templates cannot be installed: 'dotnet {string.Join(' ', install)}' ended with exit code {exitCode}.\n{output}",
                remedy: "Name the feed that has the platform's packages, a folder or an address, with --source FEED."));
    }

    // The project restores the SDK from the feed that its templates came from; what else it needs comes from where NuGet's settings say.
    private static void AddFeed(string folder, string source) => File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
        <?xml version="1.0" encoding="utf-8"?>
        <configuration>
          <packageSources>
            <add key="tessera" value="{SecurityElement.Escape(source)}" />
          </packageSources>
        </configuration>

        """);

    private static bool IsAddress(string source) => Uri.TryCreate(source, UriKind.Absolute, out var address) && !address.IsFile;

    // Where the templates are installed already nobody else would look there, and the project could not be restored.
    private static string FolderOf(string source) => Directory.Exists(source) ? Path.GetFullPath(source) : throw new TesseraException(Diagnostic.Error(
        "TESS2088", "There is no folder with packages here.", new SourceLocation(Path.GetFullPath(source)), "Name the feed that has the platform's packages, a folder or an address, with --source FEED."));
}
