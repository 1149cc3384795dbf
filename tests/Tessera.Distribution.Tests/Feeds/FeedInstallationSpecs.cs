using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tessera.Distribution.Feeds;
using Tessera.Hosting.Catalog;
using Tessera.Hosting.Installation;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Distribution.Tests.Feeds;

/// <summary>Plugins are installed from feeds by their id.</summary>
public sealed class FeedInstallationSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Packages => Path.Combine(_folder.Path, "packages");

    private PluginInstallation Plugins => new(Path.Combine(_folder.Path, "plugins"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("flat")]
    [InlineData("hierarchy")]
    [InlineData("http")]
    [InlineData("http with hashes")]
    public async Task The_newest_release_that_fits_is_installed_from_any_kind_of_feed(string kind)
    {
        foreach (var version in new[] { "1.0.0", "1.10.0", "1.9.0", "2.0.0-beta.1" }) CountToolPackage.Lay(Packages, version);
        CountToolPackage.Lay(Packages, "3.0.0", CountToolPackage.ForTheFuture);
        await using var http = new HttpFeed(Packages) { HasCatalog = kind == "http with hashes" };

        var result = await InstallAsync("Samples.Count-Tool", null, kind switch { "flat" => Packages, "hierarchy" => Hierarchy(), _ => http.Address });

        result.Installed!.Manifest!.Version.Should().Be("1.10.0");
        Plugins.Find(CountToolPackage.Id).Folder.Should().Be(result.Installed.Folder);
        var warning = result.Warnings.Should().ContainSingle().Subject;
        (warning.Id, warning.Severity).Should().Be(("TESS2020", DiagnosticSeverity.Warning));
        warning.Location!.File.Should().StartWith("samples.count-tool 3.0.0 in ".Replace("samples.count-tool", "Samples.Count-Tool", StringComparison.Ordinal));
        if (kind == "http with hashes") http.Requests.Should().Contain(request => request.Path == "/catalog/samples.count-tool/1.10.0");
    }

    [Fact]
    public async Task A_version_can_be_named_a_pre_release_too()
    {
        foreach (var version in new[] { "1.0.0", "2.0.0-beta.1", "2.0.0" }) CountToolPackage.Lay(Packages, version);

        (await InstallAsync(CountToolPackage.Id, "2.0.0-beta.1", Packages)).Installed!.Manifest!.Version.Should().Be("2.0.0-beta.1");
        (await InstallAsync(CountToolPackage.Id, "1.0", Packages)).Installed!.Manifest!.Version.Should().Be("1.0.0");
        (await Refused(CountToolPackage.Id, "3.0.0", Packages)).Should().ContainSingle().Which.ToString().Should().Contain("TESS2078").And.Contain("There are 2.0.0, 2.0.0-beta.1, 1.0.0.");
        (await Refused(CountToolPackage.Id, "newest", Packages)).Should().ContainSingle().Which.Id.Should().Be("TESS2083");
    }

    [Fact]
    public async Task What_no_feed_has_is_told_with_the_feeds_that_were_asked()
    {
        CountToolPackage.Lay(Packages, "1.0.0-beta.1");

        (await Refused("acme.missing", null, Packages)).Should().ContainSingle().Which.ToString().Should().Contain("TESS2078").And.Contain("'acme.missing'").And.Contain(Packages);
        (await Refused(CountToolPackage.Id, null, Packages)).Should().ContainSingle().Which.ToString().Should().Contain("TESS2078").And.Contain("--version 1.0.0-beta.1");
        foreach (var path in new[] { "../plugins", "packages/acme.nupkg", "a b", "" })
            (await Refused(path, null, Packages)).Should().ContainSingle().Which.Id.Should().Be("TESS2086");
        Directory.Exists(Path.Combine(_folder.Path, "plugins")).Should().BeFalse();
    }

    [Fact]
    public async Task Where_no_version_fits_each_is_told_with_its_reason()
    {
        CountToolPackage.Lay(Packages, "1.0.0", CountToolPackage.ForTheFuture);
        CountToolPackage.Lay(Packages, "2.0.0", CountToolPackage.ForTheFuture);

        var problems = await Refused(CountToolPackage.Id, null, Packages);

        problems.Select(problem => problem.Id).Should().Equal("TESS2020", "TESS2020", "TESS2079");
        (await Refused(CountToolPackage.Id, "1.0.0", Packages)).Select(problem => problem.Id).Should().Equal("TESS2020", "TESS2079");
    }

    [Fact]
    public async Task A_feed_that_does_not_answer_is_a_warning_where_another_has_the_plugin_and_the_reason_where_none_has()
    {
        CountToolPackage.Lay(Packages, "1.0.0");
        var missing = Path.Combine(_folder.Path, "missing");
        await using var strange = new MisbehavingServer().Answer("<html>", type: "text/html");
        string[] sources = [missing, $"{strange.Address}/index.json", Packages];

        var result = await InstallAsync(CountToolPackage.Id, null, sources);

        result.Installed.Should().NotBeNull();
        result.Warnings.Select(warning => (warning.Id, warning.Severity, warning.Location!.File)).Should()
            .Equal(("TESS2077", DiagnosticSeverity.Warning, missing), ("TESS2077", DiagnosticSeverity.Warning, $"{strange.Address}/index.json"));
        (await Refused("acme.missing", null, sources)).Select(problem => problem.Id).Should().Equal("TESS2077", "TESS2077", "TESS2078");
    }

    [Fact]
    public async Task Where_no_feed_answers_nothing_is_said_of_the_plugins_name() =>
        (await Refused(CountToolPackage.Id, null, Path.Combine(_folder.Path, "missing"))).Should().ContainSingle().Which.Id.Should().Be("TESS2077");

    [Fact]
    public async Task A_package_whose_plugin_has_another_version_is_not_installed()
    {
        CountToolPackage.Lay(Packages, "1.0.0");
        await InstallAsync(CountToolPackage.Id, null, Packages);
        CountToolPackage.Lay(Packages, "2.0.0", manifest => manifest["version"] = "1.0.0");

        (await Refused(CountToolPackage.Id, null, Packages)).Should().ContainSingle().Which.ToString().Should().Contain("TESS2087").And.Contain("2.0.0").And.Contain("1.0.0");
        Plugins.Find(CountToolPackage.Id).Manifest!.Version.Should().Be("1.0.0");
    }

    [Fact]
    public async Task A_package_that_is_not_what_its_feed_describes_is_not_installed()
    {
        CountToolPackage.Lay(Packages, "1.0.0");
        await using var http = new HttpFeed(Packages) { HasCatalog = true, StatedHash = "bm90IHRoaXM=" };
        var hierarchy = Hierarchy();
        File.WriteAllText(Directory.EnumerateFiles(hierarchy, "*.sha512", SearchOption.AllDirectories).Single(), "bm90IHRoaXM=");

        foreach (var feed in new[] { http.Address, hierarchy })
        {
            (await Refused(CountToolPackage.Id, null, feed)).Should().ContainSingle().Which.ToString().Should().Contain("TESS2081").And.Contain("bm90IHRoaXM=");
        }

        Plugins.List().Should().BeEmpty();
    }

    [Theory]
    [InlineData("floods", "larger than 1 MB")]
    [InlineData("hangs", "longer than 2 seconds")]
    [InlineData("stalls", "longer than 2 seconds")]
    [InlineData("breaks off", "premature")]
    [InlineData("has nothing", "does not have it")]
    public async Task A_download_without_end_or_with_a_bad_one_is_given_up(string fault, string reason)
    {
        CountToolPackage.Lay(Packages, "1.0.0");
        await using var packages = new MisbehavingServer();
        await using var http = new HttpFeed(Packages) { PackagesAt = packages.Address };
        packages.Serve(http.Find);
        _ = fault switch { "floods" => packages.Flood(), "hangs" => packages.Hang(), "stalls" => packages.Stall("PK"), "breaks off" => packages.BreakOff("PK"), _ => packages.Answer("", 404) };

        var problems = await Refused(CountToolPackage.Id, null, new FeedBounds { Download = TimeSpan.FromSeconds(fault == "breaks off" ? 60 : 2), MostBytes = 1 << 20 }, http.Address);

        problems.Should().ContainSingle().Which.ToString().Should().Contain("TESS2080").And.Contain(reason).And.Contain("samples.count-tool 1.0.0");
        Plugins.List().Should().BeEmpty();
    }

    [Fact]
    public async Task A_download_that_breaks_off_once_is_begun_anew()
    {
        CountToolPackage.Lay(Packages, "1.0.0");
        await using var packages = new MisbehavingServer();
        await using var http = new HttpFeed(Packages) { PackagesAt = packages.Address };
        packages.Serve(http.Find).BreakOff("PK and so on").Serve(http.Find);

        (await InstallAsync(CountToolPackage.Id, null, http.Address)).Installed!.ContentHash.Should().Be((await InstallAsync(CountToolPackage.Id, null, Packages)).Installed!.ContentHash);
    }

    [Fact]
    public async Task A_feed_that_never_answers_is_given_up()
    {
        await using var silent = new MisbehavingServer().Hang();

        (await Refused("acme.tools", null, new FeedBounds { Answer = TimeSpan.FromSeconds(1) }, $"{silent.Address}/index.json"))[0].ToString().Should().Contain("TESS2077").And.Contain("longer than 1 second");
    }

    [Fact]
    public async Task A_feed_without_encryption_is_refused_unless_it_is_this_machine() =>
        (await Refused("acme.tools", null, "http://feed.example/v3/index.json"))[0].ToString().Should().Contain("TESS2082").And.Contain("https");

    [Theory]
    [InlineData("not a zip", "TESS2056")]
    [InlineData("no plugin", "TESS2051")]
    public async Task A_package_that_is_no_plugins_is_refused_by_its_name(string content, string id)
    {
        var file = CountToolPackage.Lay(Packages, "1.0.0");
        if (content == "no plugin")
        {
            using var package = System.IO.Compression.ZipFile.Open(file, System.IO.Compression.ZipArchiveMode.Update);
            package.GetEntry("plugin/plugin.json")!.Delete();
        }

        await using var http = new HttpFeed(Packages);
        if (content == "not a zip") File.WriteAllText(file, "PK not a zip");

        (await Refused(CountToolPackage.Id, null, http.Address)).Should().ContainSingle().Which.ToString().Should().StartWith("samples.count-tool 1.0.0 in http://127.0.0.1").And.Contain(id);
    }

    [Fact]
    public async Task A_plugin_is_updated_to_the_newest_release_that_fits_and_the_one_before_stays()
    {
        CountToolPackage.Lay(Packages, "1.0.0");
        var first = (await InstallAsync(CountToolPackage.Id, null, Packages)).Installed!;
        (await UpdateAsync(Packages)).Installed.Should().BeNull("there is nothing newer");
        foreach (var version in new[] { "1.1.0", "1.2.0", "2.0.0-beta.1", "0.9.0" }) CountToolPackage.Lay(Packages, version);
        CountToolPackage.Lay(Packages, "2.0.0", CountToolPackage.ForTheFuture);

        var updated = await UpdateAsync(Packages);

        updated.Installed!.Manifest!.Version.Should().Be("1.2.0");
        updated.Warnings.Should().ContainSingle().Which.Id.Should().Be("TESS2020");
        Plugins.Find(CountToolPackage.Id).Folder.Should().Be(updated.Installed.Folder);
        Directory.Exists(first.Folder).Should().BeTrue();
        (await UpdateAsync(Packages)).Installed.Should().BeNull();
    }

    [Fact]
    public async Task Where_an_update_fails_the_old_version_stays_in_use()
    {
        CountToolPackage.Lay(Packages, "1.0.0");
        var first = (await InstallAsync(CountToolPackage.Id, null, Packages)).Installed!;
        CountToolPackage.Lay(Packages, "1.1.0", manifest => manifest["exports"]![0]!["kind"] = "Tool!");
        var before = Directory.GetFileSystemEntries(Path.Combine(_folder.Path, "plugins"), "*", SearchOption.AllDirectories);

        (await FluentActions.Awaiting(() => UpdateAsync(Packages)).Should().ThrowAsync<TesseraException>()).Which.Diagnostics[0].ToString()
            .Should().Contain("TESS2003").And.Contain("samples.count-tool 1.1.0 in ");
        CountToolPackage.Lay(Packages, "1.2.0", manifest => manifest["id"] = "acme.other");
        (await FluentActions.Awaiting(() => UpdateAsync(Packages)).Should().ThrowAsync<TesseraException>()).Which.Diagnostics[0].ToString()
            .Should().Contain("TESS2084").And.Contain("'acme.other'");

        Plugins.Find(CountToolPackage.Id).Folder.Should().Be(first.Folder);
        Directory.GetFileSystemEntries(Path.Combine(_folder.Path, "plugins"), "*", SearchOption.AllDirectories).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task A_plugin_that_fits_no_more_is_replaced_by_any_that_does()
    {
        CountToolPackage.Lay(Packages, "1.0.0");
        var installed = (await InstallAsync(CountToolPackage.Id, null, Packages)).Installed!;
        var manifest = Path.Combine(installed.Folder, "plugin.json");
        var changed = JsonNode.Parse(File.ReadAllText(manifest))!.AsObject();
        (changed["sdk"], changed["version"]) = ("99.0.0", "5.0.0");
        File.WriteAllText(manifest, changed.ToJsonString());
        Plugins.Find(CountToolPackage.Id).Status.Should().Be(PluginStatus.Unsupported);

        (await UpdateAsync(Packages)).Installed!.Manifest!.Version.Should().Be("1.0.0");

        Plugins.Find(CountToolPackage.Id).Status.Should().Be(PluginStatus.Ready);
    }

    private Task<FeedInstallationResult> InstallAsync(string id, string? version, params string[] sources) =>
        new FeedInstallation(PluginFeeds.Open(sources), Plugins).InstallAsync(id, version, CancellationToken.None);

    private Task<FeedInstallationResult> UpdateAsync(string source) =>
        new FeedInstallation(PluginFeeds.Open([source]), Plugins).UpdateAsync(Plugins.Find(CountToolPackage.Id), CancellationToken.None);

    private Task<IReadOnlyList<Diagnostic>> Refused(string id, string? version, params string[] sources) => Refused(id, version, new FeedBounds(), sources);

    private async Task<IReadOnlyList<Diagnostic>> Refused(string id, string? version, FeedBounds bounds, params string[] sources)
    {
        var installation = new FeedInstallation(PluginFeeds.Open(sources, bounds), Plugins);
        return (await FluentActions.Awaiting(() => installation.InstallAsync(id, version, CancellationToken.None)).Should().ThrowAsync<TesseraException>()).Which.Diagnostics;
    }

    // As NuGet's own folder of packages is laid out.
    private string Hierarchy()
    {
        var root = Path.Combine(_folder.Path, "hierarchy");
        foreach (var file in Directory.EnumerateFiles(Packages))
        {
            var version = Path.GetFileNameWithoutExtension(file)[(CountToolPackage.Id.Length + 1)..];
            var folder = Directory.CreateDirectory(Path.Combine(root, CountToolPackage.Id, version)).FullName;
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            File.WriteAllText(Path.Combine(folder, Path.GetFileName(file) + ".sha512"), Convert.ToBase64String(SHA512.HashData(File.ReadAllBytes(file))));
            using var package = System.IO.Compression.ZipFile.OpenRead(file);
            System.IO.Compression.ZipFileExtensions.ExtractToFile(package.GetEntry($"{CountToolPackage.Id}.nuspec")!, Path.Combine(folder, $"{CountToolPackage.Id}.nuspec"));
        }

        return root;
    }
}
