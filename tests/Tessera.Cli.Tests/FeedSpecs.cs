using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests;

/// <summary>tessera plugins install and update from feeds, and what new and pack need, as people meet them.</summary>
public sealed class FeedSpecs : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task I_install_a_plugin_by_its_id_and_update_it()
    {
        (await _work.RunAsync("plugins", "update", "--source", "packages", "--in", "mine")).StandardOutput.Should().StartWith("No plugin is installed in ");
        CountToolPackage.Lay(_work.At("packages"), "1.0.0");
        var installed = await _work.RunAsync("plugins", "install", "samples.count-tool", "--source", "packages", "--into", "mine");
        installed.ExitCode.Should().Be(0, installed.StandardError);
        installed.StandardOutput.Should().StartWith($"samples.count-tool 1.0.0 is installed in {_work.At("mine", "samples.count-tool", "1.0.0-")}");
        (await _work.RunAsync("plugins", "update", "--source", "packages", "--in", "mine")).StandardOutput.Should().Be("samples.count-tool 1.0.0 is the newest that fits this host\n");

        CountToolPackage.Lay(_work.At("packages"), "1.1.0", manifest => manifest["exports"]![0]!["name"] = "recount");
        CountToolPackage.Lay(_work.At("packages"), "2.0.0", CountToolPackage.ForTheFuture);
        var updated = await _work.RunAsync("plugins", "update", "samples.count-tool", "--source", "packages", "--in", "mine");

        updated.ExitCode.Should().Be(0, updated.StandardError);
        updated.StandardOutput.Should().StartWith("samples.count-tool 1.0.0 is updated to 1.1.0 in ").And.MatchRegex("new: +tool/recount").And.MatchRegex("gone: +tool/count\n").And.Contain("tessera plugins use samples.count-tool 1.0.0");
        updated.StandardError.Should().Contain("warning TESS2020").And.Contain("samples.count-tool 2.0.0 in ");
        (await _work.RunAsync("plugins", "use", "samples.count-tool", "1.0.0", "--in", "mine")).ExitCode.Should().Be(0);

        var again = JsonNode.Parse((await _work.RunAsync("plugins", "update", "--source", "packages", "--in", "mine", "--json")).StandardOutput)!["plugins"]![0]!;
        again["status"]!.GetValue<string>().Should().Be("updated");
        (again["before"]!.GetValue<string>(), again["version"]!.GetValue<string>()).Should().Be(("1.0.0", "1.1.0"));
        again["newParts"]![0]!.GetValue<string>().Should().Be("tool/recount");
        again["diagnostics"]![0]!["severity"]!.GetValue<string>().Should().Be("warning");
    }

    [Fact]
    public async Task I_see_what_a_plugin_declares_and_what_is_new_of_it_in_an_update()
    {
        CountToolPackage.Lay(_work.At("packages"), "1.0.0");
        CountToolPackage.Lay(_work.At("packages"), "1.1.0", manifest => manifest["capabilities"] = new JsonArray("files", "network"));

        var nothing = await _work.RunAsync("plugins", "install", "samples.count-tool", "--version", "1.0.0", "--source", "packages", "--into", "mine");
        nothing.StandardOutput.Should().Contain("declares: nothing").And.Contain("no sandbox").And.Contain("all of your rights").And.NotContain("NEW");
        var more = await _work.RunAsync("plugins", "update", "--source", "packages", "--in", "mine");
        more.StandardOutput.Should().Contain("declares: files (it reads or writes files); network (it opens connections)\n").And.Contain("NEW since 1.0.0: files, network\n");
        var fresh = JsonNode.Parse((await _work.RunAsync("plugins", "install", "samples.count-tool", "--source", "packages", "--into", "other", "--json")).StandardOutput)!;
        fresh["capabilities"]!.AsArray().Select(name => name!.GetValue<string>()).Should().Equal("files", "network");
        fresh["newCapabilities"]!.AsArray().Should().BeEmpty("there is nothing to compare it with");

        CountToolPackage.Lay(_work.At("packages"), "1.2.0", manifest => manifest["capabilities"] = new JsonArray("all\u001b[2J"));
        (await _work.RunAsync("plugins", "install", "samples.count-tool", "--source", "packages", "--into", "other")).StandardError.Should().Contain("TESS2003").And.NotContain("\u001b");
    }

    [Fact]
    public async Task The_feeds_of_NuGets_settings_are_asked_unless_I_name_one()
    {
        CountToolPackage.Lay(_work.At("packages"), "1.0.0");
        Settings("""<add key="ours" value="packages" /><add key="off" value="nowhere" />""", """<disabledPackageSources><add key="off" value="true" /></disabledPackageSources>""");

        (await _work.RunAsync("plugins", "install", "samples.count-tool", "--into", "mine")).StandardOutput.Should().StartWith("samples.count-tool 1.0.0 is installed");
        (await _work.RunAsync("plugins", "install", "samples.count-tool", "--source", "ours", "--into", "named")).StandardOutput.Should().StartWith("samples.count-tool 1.0.0 is installed");
        Settings("");
        (await _work.RunAsync("plugins", "install", "samples.count-tool", "--into", "mine")).StandardError.Should().Contain("TESS2076").And.Contain("--source");
        _work.File("nuget.config", "<configuration>");
        (await _work.RunAsync("plugins", "install", "samples.count-tool", "--into", "mine")).StandardError.Should().Contain("TESS2076").And.Contain("nuget.config");
    }

    [Fact]
    public async Task What_lies_here_is_meant_before_a_feed_unless_I_name_one()
    {
        CountToolPackage.Lay(_work.At("packages"), "1.0.0");
        Directory.CreateDirectory(_work.At("samples.count-tool"));

        var here = await _work.RunAsync("plugins", "install", "samples.count-tool", "--into", "mine");
        here.ExitCode.Should().Be(2);
        here.StandardError.Should().Contain("TESS2051").And.Contain("--source");
        (await _work.RunAsync("plugins", "install", "samples.count-tool", "--source", "packages", "--into", "mine")).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task A_plugin_that_no_feed_has_is_not_the_others_fault()
    {
        CountToolPackage.Lay(_work.At("packages"), "1.0.0");
        await _work.RunAsync("plugins", "install", "samples.count-tool", "--source", "packages", "--into", "mine");
        await _work.RunAsync("plugins", "install", Path.Combine(Repository.BundledPlugins, "tessera.routers.uniform"), "--into", "mine");
        CountToolPackage.Lay(_work.At("packages"), "1.1.0");

        var all = await _work.RunAsync("plugins", "update", "--source", "packages", "--in", "mine");
        var one = await _work.RunAsync("plugins", "update", "tessera.routers.uniform", "--source", "packages", "--in", "mine");
        CountToolPackage.Lay(_work.At("packages"), "1.2.0", manifest => manifest["id"] = "acme.other");
        var failed = await _work.RunAsync("plugins", "update", "--source", "packages", "--in", "mine");

        all.ExitCode.Should().Be(0, all.StandardError);
        all.StandardOutput.Should().Contain("is updated to 1.1.0").And.MatchRegex("tessera.routers.uniform .* no feed has a release of it");
        one.ExitCode.Should().Be(2);
        one.StandardError.Should().Contain("TESS2078");
        failed.ExitCode.Should().Be(1);
        failed.StandardError.Should().Contain("TESS2084");
    }

    [Theory]
    [InlineData("new", "tool", "Acme.Tools")]
    [InlineData("pack")]
    public async Task Without_the_SDK_of_NET_I_am_told_to_install_it(params string[] arguments)
    {
        // By its own program: beside the one that is called dotnet, another of that name is found without looking at PATH.
        var result = await CliWrap.Cli.Wrap(Repository.Output("Tessera.Cli", OperatingSystem.IsWindows() ? "tessera.exe" : "tessera")).WithArguments(["plugins", .. arguments])
            .WithWorkingDirectory(_work.Folder).WithValidation(CliWrap.CommandResultValidation.None)
            .WithEnvironmentVariables(variables => variables.Set("PATH", _work.Folder).Set("DOTNET_ROOT", Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")))).RunAsync();

        result.ExitCode.Should().Be(2);
        result.StandardError.Should().Contain("TESS2070").And.Contain("Install the .NET 10 SDK");
    }

    private void Settings(string sources, string more = "") =>
        _work.File("nuget.config", $"<configuration><packageSources><clear />{sources}</packageSources>{more}</configuration>");
}
