using System.Diagnostics;
using Tessera.Hosting.Catalog;

namespace Tessera.Hosting.Tests;

/// <summary>What has the name of a plugin's file and is none is told, and never waited for.</summary>
public class SpecialFileSpecs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_pipe_in_the_place_of_a_manifest_is_a_row_with_its_reason()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "bad"));
        await MakePipeAsync(Path.Combine(folder.Path, "bad/plugin.json"));

        var row = (await Task.Run(() => PluginCatalog.Discover([folder.Path])).WaitAsync(Patience)).Plugins.Should().ContainSingle().Subject;

        row.Status.Should().Be(PluginStatus.Invalid);
        row.Id.Should().Be("bad");
        row.Diagnostics.Should().ContainSingle().Which.Id.Should().Be("TESS2002");
        row.Diagnostics[0].Message.Should().EndWith("is a pipe, a socket or a device, and no file.");
    }

    [Fact]
    public void A_link_to_a_device_is_a_row_with_its_reason()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "bad"));
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Devices are files of Linux.");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "bad/plugin.json"), "/dev/zero");

        PluginCatalog.Discover([folder.Path]).Plugins.Should().ContainSingle().Which.Diagnostics.Should().ContainSingle().Which.Id.Should().Be("TESS2002");
    }

    [Fact]
    public void A_folder_in_the_place_of_a_manifest_is_a_row_with_its_reason()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "bad/plugin.json"));

        var row = PluginCatalog.Discover([folder.Path]).Plugins.Should().ContainSingle().Subject;

        row.Status.Should().Be(PluginStatus.Invalid);
        row.Diagnostics.Should().ContainSingle().Which.Message.Should().EndWith("is a folder.");
    }

    [Fact]
    public async Task A_pipe_that_would_name_the_current_version_is_passed_over()
    {
        using var folder = new TemporaryFolder();
        folder.CopyOf(BuiltPlugins.CountTool, "count/1.0.0");
        folder.CopyOf(BuiltPlugins.CountTool, "count/2.0.0");
        await MakePipeAsync(Path.Combine(folder.Path, "count/current"));

        var row = (await Task.Run(() => PluginCatalog.Discover([folder.Path])).WaitAsync(Patience)).Plugins.Should().ContainSingle().Subject;

        Path.GetFileName(row.Folder).Should().Be("2.0.0");
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_the_assembly_or_beside_it_is_not_waited_for()
    {
        using var folder = new TemporaryFolder();
        var plugin = folder.CopyOf(BuiltPlugins.CountTool, "count");
        File.Delete(Path.Combine(plugin, "Samples.CountTool.dll"));
        await MakePipeAsync(Path.Combine(plugin, "Samples.CountTool.dll"));
        var row = PluginCatalog.Discover([folder.Path]).Plugins.Single();

        var problems = await Task.Run(() => Verification.PluginVerifier.Verify(row)).WaitAsync(Patience);
        var hashing = FluentActions.Awaiting(() => Task.Run(() => row.ContentHash).WaitAsync(Patience));

        problems.Select(problem => problem.Id).Should().Contain("TESS2041");
        await hashing.Should().ThrowAsync<IOException>().WithMessage("*a pipe*");
    }

    private static async Task MakePipeAsync(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Named pipes are files of Linux.");
        using var make = Process.Start("mkfifo", path);
        await make.WaitForExitAsync();
        make.ExitCode.Should().Be(0);
    }
}
