using System.IO.Compression;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Hosting.Installation;
using Tessera.Hosting.Tests.Forging;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Hosting.Tests.Installation;

/// <summary>I can install a plugin from one file, and whoever made that file can write nowhere else.</summary>
public sealed class ArchiveSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Plugins => Path.Combine(_folder.Path, "plugins");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("steps.zip", "")]
    [InlineData("steps.zip", "steps-1.0.0/")]
    [InlineData("Fixtures.Steps.1.0.0.nupkg", "plugin/")]
    [InlineData("STEPS.NUPKG", "plugin/")]
    public async Task A_zip_and_a_package_are_installed_like_the_folder(string name, string below)
    {
        var archive = Archive(name, zip =>
        {
            Add(zip, "[Content_Types].xml", "<Types/>");
            foreach (var file in Directory.GetFiles(BuiltPlugins.Steps)) zip.CreateEntryFromFile(file, below + Path.GetFileName(file));
        }, withOthers: below.Length > 0);

        var installed = new PluginInstallation(Plugins).Install(archive);

        installed.ContentHash.Should().Be(new PluginInstallation(Path.Combine(_folder.Path, "others")).Install(below.Length > 0 ? BuiltPlugins.Steps : WithContentTypes()).ContentHash);
        await using var host = new PluginHost(PluginCatalog.Discover([Plugins]));
        await using var loss = host.Create<ILoss>(host.Catalog.Find("loss/length").Part!);
        loss.Value.Evaluate("abc", "").Should().Be(3);
    }

    [Theory]
    [InlineData("plugin/../../evil.txt")]
    [InlineData("plugin//evil.txt")]
    [InlineData("plugin/./evil.txt")]
    [InlineData("plugin/C:evil.txt")]
    [InlineData("plugin/..\\..\\evil.txt")]
    public void A_name_that_leads_out_is_refused_and_nothing_is_written(string name) => Refused(zip => Add(zip, name, "evil"), "TESS2056");

    [Fact]
    public void A_link_is_refused() => Refused(zip => Add(zip, "plugin/link", "/etc/passwd").ExternalAttributes = unchecked((int)0xA1FF0000), "TESS2056");

    [Fact]
    public void A_file_that_is_there_twice_is_refused_whole() => FluentActions.Invoking(() => new PluginInstallation(Plugins).Install(Steps(zip => Add(zip, "plugin/plugin.json", "{}"))))
        .Should().Throw<TesseraException>();

    [Theory]
    [InlineData("plugin/notes", "plugin/notes")]
    [InlineData("plugin/notes", "plugin/notes/of/mine")]
    [InlineData("plugin/notes/of/mine", "plugin/notes")]
    public void A_name_that_another_one_takes_is_refused(string first, string second) => Refused(
        zip =>
        {
            Add(zip, first, "one");
            Add(zip, second, "two");
        },
        "TESS2056");

    [Fact]
    public void A_name_that_no_disk_takes_is_refused() => Refused(zip => Add(zip, $"plugin/{new string('x', 300)}", "long"), "TESS2056");

    [Fact]
    public void Files_without_end_are_refused() => Refused(zip =>
    {
        for (var i = 0; i <= PluginArchive.MostFiles; i++) zip.CreateEntry($"plugin/{i}");
    }, "TESS2056");

    [Theory]
    [InlineData("no zip at all")]
    [InlineData("")]
    public void What_is_no_archive_is_refused(string content)
    {
        var path = Path.Combine(_folder.Path, "broken.zip");
        File.WriteAllText(path, content);
        RefusedAs(path, "TESS2056");
    }

    [Fact]
    public void A_package_that_broke_off_is_refused()
    {
        var path = Steps(_ => { });
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^2000]);
        RefusedAs(path, "TESS2056");
    }

    [Fact]
    public void A_package_without_a_plugin_is_refused() => RefusedAs(Archive("library.nupkg", zip => Add(zip, "lib/net10.0/library.dll", "MZ"), withOthers: false), "TESS2051");

    [Fact]
    public async Task A_plugin_whose_file_was_changed_after_its_installation_is_not_loaded()
    {
        var installed = new PluginInstallation(Plugins).Install(BuiltPlugins.Steps);
        await File.AppendAllTextAsync(Path.Combine(installed.Folder, "Tessera.Fixtures.Steps.deps.json"), " ");
        await using var host = new PluginHost(PluginCatalog.Discover([Plugins]));
        var fault = FluentActions.Invoking(() => host.Activate(host.Catalog.Plugins.Single())).Should().Throw<TesseraException>().Which.Diagnostics.Should().ContainSingle().Which;
        fault.Id.Should().Be("TESS2034");
        fault.Message.Should().Contain(installed.ContentHash[..12]);

        new PluginInstallation(Plugins).Install(BuiltPlugins.Steps);
        await using var mended = new PluginHost(PluginCatalog.Discover([Plugins]));
        mended.Activate(mended.Catalog.Plugins.Single());
    }

    private void Refused(Action<ZipArchive> add, string id) => RefusedAs(Steps(add), id);

    private void RefusedAs(string path, string id)
    {
        var before = Directory.GetFileSystemEntries(_folder.Path);
        var fault = FluentActions.Invoking(() => new PluginInstallation(Plugins).Install(path)).Should().Throw<TesseraException>().Which.Diagnostics.Should().ContainSingle().Which;
        (fault.Id, fault.Location!.File).Should().Be((id, path));
        Directory.GetFileSystemEntries(_folder.Path).Where(entry => entry != Plugins).Should().Equal(before);
        Directory.GetFileSystemEntries(Plugins).Should().BeEmpty();
    }

    private string Steps(Action<ZipArchive> add) => Archive("steps.nupkg", zip =>
    {
        foreach (var file in Directory.GetFiles(BuiltPlugins.Steps)) zip.CreateEntryFromFile(file, "plugin/" + Path.GetFileName(file));
        add(zip);
    }, withOthers: false);

    private string Archive(string name, Action<ZipArchive> fill, bool withOthers)
    {
        var path = Path.Combine(_folder.Path, name);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        fill(zip);
        if (withOthers) Add(zip, "package/services/metadata.psmdcp", "<coreProperties/>");
        return path;
    }

    // Beside the manifest everything is the plugin's.
    private string WithContentTypes()
    {
        var copy = _folder.CopyOf(BuiltPlugins.Steps, "with-types");
        File.WriteAllText(Path.Combine(copy, "[Content_Types].xml"), "<Types/>");
        return copy;
    }

    private static ZipArchiveEntry Add(ZipArchive zip, string name, string text)
    {
        var entry = zip.CreateEntry(name);
        using var writer = new StreamWriter(entry.Open());
        writer.Write(text);
        return entry;
    }
}
