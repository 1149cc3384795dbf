using Microsoft.Extensions.Time.Testing;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Hosting.Installation;
using Tessera.Hosting.Tests.Forging;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Hosting.Tests.Installation;

/// <summary>Plugins are installed beside what runs, never over it.</summary>
public sealed class InstallationSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Plugins => Path.Combine(_folder.Path, "plugins");

    private string Versions => Path.Combine(Plugins, "fixtures.steps");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_host_goes_on_working_while_a_new_version_is_installed_and_the_next_start_sees_it()
    {
        Install("1.0.0");
        await using var running = RunningHost.Start(Plugins, "loss/length");
        (await running.AskAsync("four")).Should().Be("1.0.0 4");

        var installed = Install("2.0.0");

        installed.Folder.Should().StartWith(Path.Combine(Versions, "2.0.0-"));
        (await running.AskAsync("seven77")).Should().Be("1.0.0 7");
        await using var next = RunningHost.Start(Plugins, "loss/length");
        (await next.AskAsync("six666")).Should().Be("2.0.0 6");
        (await running.AskAsync("four")).Should().Be("1.0.0 4");
    }

    [Fact]
    public void A_version_can_be_gone_back_to()
    {
        var first = Install("1.0.0");
        Install("2.0.0");

        Install("1.0.0").Folder.Should().Be(first.Folder);

        Found().Folder.Should().Be(first.Folder);
        Directory.GetDirectories(Versions).Should().HaveCount(2);
    }

    [Fact]
    public void An_installed_version_can_be_used_by_its_number()
    {
        var first = Install("1.0.0");
        Install("2.0.0");
        var installation = new PluginInstallation(Plugins);

        installation.Use("fixtures.steps", "1.0.0").Folder.Should().Be(first.Folder);
        Found().Folder.Should().Be(first.Folder);
        installation.Invoking(it => it.Use("fixtures.steps", "3.0.0")).Should().Throw<TesseraException>().WithMessage("*TESS2057*1.0.0, 2.0.0*");
        installation.Invoking(it => it.Use("fixture.steps", "1.0.0")).Should().Throw<TesseraException>().WithMessage("*TESS2054*Did you mean 'fixtures.steps'*");

        // A damaged version is not gone to.
        File.AppendAllText(Path.Combine(Versions, Path.GetFileName(first.Folder), "plugin.json"), " ");
        installation.Invoking(it => it.Use("fixtures.steps", "1.0.0")).Should().Throw<TesseraException>().WithMessage("*TESS2057*");
    }

    [Fact]
    public async Task A_plugin_that_is_disabled_is_not_used_until_it_is_enabled()
    {
        Install("1.0.0");
        var installation = new PluginInstallation(Plugins);
        installation.Disable("fixtures.steps").Id.Should().Be("fixtures.steps");

        Found().Status.Should().Be(PluginStatus.Disabled);
        PluginCatalog.Discover([Plugins]).Find("loss/length").Problem!.Message.Should().Contain("is disabled");
        await using (var host = new PluginHost(PluginCatalog.Discover([Plugins])))
            host.Invoking(it => it.Activate(Found())).Should().Throw<TesseraException>().WithMessage("*TESS2014*");
        Install("2.0.0");
        Found().Status.Should().Be(PluginStatus.Disabled, "a new version changes nothing about that");

        installation.Enable("fixtures.steps");
        Found().Status.Should().Be(PluginStatus.Ready);
        installation.Enable("fixtures.steps");
        installation.Disable("fixtures.steps");
        installation.Remove("fixtures.steps");
        Install("1.0.0");
        Found().Status.Should().Be(PluginStatus.Ready, "who was removed is forgotten");
        installation.Invoking(it => it.Disable("../evil")).Should().Throw<TesseraException>().WithMessage("*TESS2054*");
    }

    [Fact]
    public void Installing_a_plugin_again_mends_it_and_touches_nothing_that_may_be_loaded()
    {
        var first = Install("1.0.0");
        File.Delete(Path.Combine(first.Folder, "Tessera.Fixtures.Steps.dll"));

        var mended = Install("1.0.0");

        mended.Folder.Should().Be(first.Folder + "-2");
        Found().Folder.Should().Be(mended.Folder);
        Found().ContentHash.Should().Be(mended.ContentHash);
        File.Exists(Path.Combine(first.Folder, "Tessera.Fixtures.Steps.dll")).Should().BeFalse();
    }

    [Fact]
    public async Task Installations_at_once_leave_one_whole_plugin_of_each_version_and_hosts_always_find_one()
    {
        var sources = Enumerable.Range(1, 4).Select(version => Source($"{version}.0.0")).ToList();
        new PluginInstallation(Plugins).Install(sources[0]);
        var installing = Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => new PluginInstallation(Plugins).Install(sources[i % 4]))));

        var seen = 0;
        do
        {
            Found().Status.Should().Be(PluginStatus.Ready);
            seen++;
        }
        while (!installing.IsCompleted);

        var installed = await installing;
        seen.Should().BePositive();
        Directory.GetDirectories(Versions).Should().BeEquivalentTo(installed.Select(plugin => plugin.Folder).Distinct()).And.HaveCount(4);
        foreach (var plugin in installed) plugin.ContentHash.Should().StartWith(plugin.Folder.Split('-')[^1]);
        Directory.GetFileSystemEntries(Plugins).Should().Equal(Versions);
        Directory.GetFileSystemEntries(Versions, ".*").Should().BeEmpty("nothing is left over");
        await using var host = new PluginHost(PluginCatalog.Discover([Plugins]));
        await using var loss = host.Create<ILoss>(host.Catalog.Find("loss/length").Part!);
        loss.Value.Evaluate("abc", "").Should().Be(3);
    }

    [Fact]
    public void What_a_killed_installation_left_is_seen_by_no_host_and_removed_the_next_day()
    {
        Install("1.0.0");
        var remains = _folder.CopyOf(BuiltPlugins.CountTool, "plugins/.incoming-0123");
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(0).AddYears(200));

        Found().Id.Should().Be("fixtures.steps");
        Install("1.1.0");
        Directory.Exists(remains).Should().BeTrue("its installation may still run");
        new PluginInstallation(Plugins, clock).Install(Source("1.2.0"));

        Directory.Exists(remains).Should().BeFalse();
        Found().Manifest!.Version.Should().Be("1.2.0");
    }

    [Fact]
    public void A_plugin_that_does_not_fit_is_refused_and_the_installed_one_stays()
    {
        var installed = Install("1.0.0");
        var broken = Source("2.0.0");
        ForgedSdk.Newer("9.0.0.0").Save(broken);

        var install = () => new PluginInstallation(Plugins).Install(broken);

        install.Should().Throw<TesseraException>().Which.Diagnostics.Single().Id.Should().Be("TESS2040");
        Found().Folder.Should().Be(installed.Folder);
        Directory.GetDirectories(Versions).Should().Equal(installed.Folder);
    }

    [Fact]
    public void A_folder_without_a_plugin_is_refused()
    {
        var install = () => new PluginInstallation(Plugins).Install(_folder.Path);

        install.Should().Throw<TesseraException>().Which.Diagnostics.Single().Id.Should().Be("TESS2051");
    }

    [Theory]
    [InlineData("missing.nupkg", "nothing here")]
    [InlineData("notes.txt", "neither a folder nor a package")]
    public void What_is_no_folder_is_not_called_one(string name, string reason)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "notes.txt"), "mine");

        var install = () => new PluginInstallation(Plugins).Install(Path.Combine(_folder.Path, name));

        install.Should().Throw<TesseraException>().Which.Diagnostics.Single().ToString().Should().Contain("TESS2051").And.Contain(reason);
    }

    [Fact]
    public void A_plugin_that_was_copied_by_hand_is_not_hidden_behind_silently()
    {
        _folder.CopyOf(BuiltPlugins.Steps, "plugins/fixtures.steps");

        var install = () => Install("2.0.0");

        install.Should().Throw<TesseraException>().Which.Diagnostics.Single().Id.Should().Be("TESS2052");
        Directory.GetFileSystemEntries(Plugins).Should().Equal(Versions);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_refused()
    {
        File.WriteAllText(Plugins, "This is a file.");

        var install = () => Install("1.0.0");

        install.Should().Throw<TesseraException>().Which.Diagnostics.Single().Id.Should().Be("TESS2050");
    }

    private InstalledPlugin Install(string version) => new PluginInstallation(Plugins).Install(Source(version));

    private string Source(string version) =>
        Path.Combine(_folder.Path, "sources", version) is var source && Directory.Exists(source) ? source : _folder.CopyOf(BuiltPlugins.Steps, source, "fixtures.steps", version);

    private InstalledPlugin Found() => PluginCatalog.Discover([Plugins]).Plugins.Should().ContainSingle().Subject;
}
