using Tessera.Hosting.Catalog;
using Tessera.Hosting.Installation;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Tests.Installation;

/// <summary>Plugins are removed whole, and nothing else is.</summary>
public sealed class RemovalSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Plugins => Path.Combine(_folder.Path, "plugins");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_plugin_goes_with_all_of_its_versions_and_the_others_stay()
    {
        Install("1.0.0");
        Install("2.0.0");
        var other = new PluginInstallation(Plugins).Install(BuiltPlugins.CountTool);

        Remove("fixtures.steps").Should().Equal(Path.Combine(Plugins, "fixtures.steps"));

        PluginCatalog.Discover([Plugins]).Plugins.Should().ContainSingle().Which.Folder.Should().Be(other.Folder);
        Directory.GetFileSystemEntries(Plugins).Should().Equal(Path.Combine(Plugins, "samples.count-tool"));
    }

    [Fact]
    public async Task A_host_goes_on_working_while_its_plugin_is_removed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files that are in use cannot be removed there.");
        Install("1.0.0");
        await using var running = RunningHost.Start(Plugins, "loss/length");
        (await running.AskAsync("four")).Should().Be("1.0.0 4");

        Remove("fixtures.steps");

        (await running.AskAsync("seven77")).Should().Be("1.0.0 7");
    }

    [Fact]
    public void A_plugin_that_was_copied_by_hand_is_removed_too_whatever_its_folder_is_called()
    {
        _folder.CopyOf(BuiltPlugins.CountTool, "plugins/counting");
        new PluginInstallation(Plugins).Install(BuiltPlugins.CountTool);

        Remove("samples.count-tool").Should().BeEquivalentTo([Path.Combine(Plugins, "counting"), Path.Combine(Plugins, "samples.count-tool")]);

        Directory.GetFileSystemEntries(Plugins).Should().BeEmpty();
    }

    [Fact]
    public void A_plugin_that_is_linked_to_loses_its_link_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        var built = _folder.CopyOf(BuiltPlugins.CountTool, "built");
        Directory.CreateDirectory(Plugins);
        Directory.CreateSymbolicLink(Path.Combine(Plugins, "linked"), built);

        Remove("samples.count-tool");

        Directory.GetFileSystemEntries(Plugins).Should().BeEmpty();
        Directory.GetFiles(built).Should().NotBeEmpty();
    }

    [Fact]
    public void A_plugin_whose_manifest_is_damaged_is_removed_by_the_name_of_its_folder()
    {
        var installed = Install("1.0.0");
        File.WriteAllText(Path.Combine(installed.Folder, "plugin.json"), "{");

        Remove("fixtures.steps");

        Directory.GetFileSystemEntries(Plugins).Should().BeEmpty();
    }

    [Theory]
    [InlineData("fixtures.step")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("../plugins")]
    [InlineData("fixtures.steps/..")]
    public void What_is_not_there_is_not_removed(string id)
    {
        Install("1.0.0");

        var remove = () => Remove(id);

        remove.Should().Throw<TesseraException>().Which.Diagnostics.Single().Id.Should().Be("TESS2054");
        PluginCatalog.Discover([Plugins]).Plugins.Should().ContainSingle();
    }

    [Fact]
    public void The_folder_that_a_build_left_is_not_removed_by_mistake()
    {
        var built = _folder.CopyOf(BuiltPlugins.CountTool, "built");

        var remove = () => new PluginInstallation(built).Remove("samples.count-tool");

        remove.Should().Throw<TesseraException>().Which.Diagnostics.Single().Id.Should().Be("TESS2054");
        Directory.GetFiles(built).Should().NotBeEmpty();
    }

    [Fact]
    public void What_a_killed_removal_left_is_seen_by_no_host_and_removed_later()
    {
        var remains = _folder.CopyOf(BuiltPlugins.CountTool, "plugins/.removed-0123");
        Directory.SetLastWriteTimeUtc(remains, DateTime.UnixEpoch);

        Install("1.0.0");

        Directory.Exists(remains).Should().BeFalse();
        PluginCatalog.Discover([Plugins]).Plugins.Should().ContainSingle().Which.Id.Should().Be("fixtures.steps");
    }

    [Theory]
    [InlineData("built")]
    [InlineData("built/plugins")]
    public void Plugins_are_not_installed_into_one_another(string folder)
    {
        var built = _folder.CopyOf(BuiltPlugins.CountTool, "built");
        var files = Directory.GetFileSystemEntries(built);

        var install = () => new PluginInstallation(Path.Combine(_folder.Path, folder)).Install(built);

        install.Should().Throw<TesseraException>().Which.Diagnostics.Single().Id.Should().Be("TESS2053");
        Directory.GetFileSystemEntries(built).Should().BeEquivalentTo(files);
    }

    private InstalledPlugin Install(string version) =>
        new PluginInstallation(Plugins).Install(_folder.CopyOf(BuiltPlugins.Steps, Path.Combine("sources", version), "fixtures.steps", version));

    private IReadOnlyList<string> Remove(string id) => new PluginInstallation(Plugins).Remove(id);
}
