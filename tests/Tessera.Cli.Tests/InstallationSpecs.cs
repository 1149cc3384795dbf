using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Tessera.Cli.Tests;

/// <summary>tessera plugins install and remove, as the user of a plugin meets them.</summary>
public sealed class InstallationSpecs : IDisposable
{
    private static readonly string CountTool = Repository.Output("Samples.CountTool");

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task I_install_a_plugin_use_it_and_remove_it()
    {
        var installed = await _work.RunAsync("plugins", "install", CountTool, "--into", "mine");

        installed.ExitCode.Should().Be(0, installed.StandardError);
        installed.StandardOutput.Should().StartWith($"samples.count-tool 0.1.0 is installed in {_work.At("mine", "samples.count-tool", "0.1.0-")}");
        installed.StandardError.Should().Contain("--plugins mine").And.Contain("TESSERA_PLUGINS");
        (await _work.RunAsync("plugins", "list", "--plugins", "mine")).StandardOutput.Should().MatchRegex("samples.count-tool +0.1.0 +ready +tool/count");
        (await _work.RunAsync("plugins", "verify", "samples.count-tool", "--plugins", "mine")).ExitCode.Should().Be(0);

        var removed = await _work.RunAsync("plugins", "remove", "samples.count-tool", "--from", "mine");

        removed.ExitCode.Should().Be(0, removed.StandardError);
        removed.StandardOutput.Should().Be($"samples.count-tool is removed from {_work.At("mine", "samples.count-tool")}\n");
        Directory.EnumerateFileSystemEntries(_work.At("mine")).Should().BeEmpty();
    }

    [Fact]
    public async Task I_install_a_package_disable_it_and_go_back_and_forth()
    {
        ZipFile.CreateFromDirectory(CountTool, _work.At("count.zip"));
        (await _work.RunAsync("plugins", "install", "count.zip", "--into", "mine")).ExitCode.Should().Be(0);

        var disabled = await _work.RunAsync("plugins", "disable", "samples.count-tool", "--in", "mine");
        disabled.StandardOutput.Should().MatchRegex("^samples.count-tool 0.1.0 in .*mine.* is disabled\n$");
        (await _work.RunAsync("plugins", "list", "--plugins", "mine")).StandardOutput.Should().MatchRegex("samples.count-tool +0.1.0 +disabled");
        var enabled = JsonNode.Parse((await _work.RunAsync("plugins", "enable", "samples.count-tool", "--in", "mine", "--json")).StandardOutput)!;
        enabled["status"]!.GetValue<string>().Should().Be("enabled");
        (await _work.RunAsync("plugins", "list", "--plugins", "mine")).StandardOutput.Should().MatchRegex("samples.count-tool +0.1.0 +ready");

        (await _work.RunAsync("plugins", "use", "samples.count-tool", "0.1.0", "--in", "mine")).StandardOutput.Should().MatchRegex("^samples.count-tool 0.1.0 in .* is used\n$");
        var missing = await _work.RunAsync("plugins", "use", "samples.count-tool", "0.2.0", "--in", "mine");
        missing.ExitCode.Should().Be(2);
        missing.StandardError.Should().Contain("TESS2057").And.Contain("Installed are 0.1.0");
    }

    [Fact]
    public async Task The_folder_of_my_environment_is_where_plugins_go()
    {
        var folders = string.Join(Path.PathSeparator, _work.At("first"), _work.At("second"));

        var installed = JsonNode.Parse(await RunAsync(folders, "plugins", "install", CountTool, "--json"))!;
        var listed = await RunAsync(folders, "plugins", "list");
        var removed = JsonNode.Parse(await RunAsync(folders, "plugins", "remove", "samples.count-tool", "--json"))!;

        installed["status"]!.GetValue<string>().Should().Be("installed");
        installed["id"]!.GetValue<string>().Should().Be("samples.count-tool");
        installed["version"]!.GetValue<string>().Should().Be("0.1.0");
        installed["folder"]!.GetValue<string>().Should().StartWith(_work.At("first", "samples.count-tool"));
        installed["found"]!.GetValue<bool>().Should().BeTrue();
        installed["diagnostics"]!.AsArray().Should().BeEmpty();
        listed.Should().Contain("samples.count-tool");
        removed["folders"]!.AsArray().Select(folder => folder!.GetValue<string>()).Should().Equal(_work.At("first", "samples.count-tool"));
        Directory.Exists(_work.At("second")).Should().BeFalse();
    }

    [Theory]
    [InlineData("install", "--into")]
    [InlineData("remove", "--from")]
    [InlineData("disable", "--in")]
    [InlineData("enable", "--in")]
    public async Task Without_a_folder_I_am_told_how_to_name_one(string command, string option)
    {
        var result = await _work.RunAsync("plugins", command, "samples.count-tool");

        result.ExitCode.Should().Be(2);
        result.StandardError.Should().Contain("TESS1908").And.Contain($"{option} FOLDER").And.Contain("TESSERA_PLUGINS");
    }

    [Fact]
    public async Task A_bad_plugin_is_refused_with_what_is_wrong_and_nothing_changes()
    {
        CopyCountTool("bad");
        File.Copy(Repository.Output("Tessera.Cli", "Tessera.Sdk.dll"), _work.At("bad", "Tessera.Sdk.dll"));
        CopyCountTool("worse");
        File.Delete(_work.At("worse", "Samples.CountTool.dll"));

        var bad = await _work.RunAsync("plugins", "install", "bad", "--into", "mine");
        var worse = await _work.RunAsync("plugins", "install", "worse", "--into", "mine", "--json");
        var none = await _work.RunAsync("plugins", "install", ".", "--into", "mine");

        bad.ExitCode.Should().Be(2);
        bad.StandardError.Should().Contain("TESS2040").And.Contain("ships Tessera.Sdk");
        worse.ExitCode.Should().Be(2);
        JsonNode.Parse(worse.StandardOutput)!["diagnostics"]![0]!["id"]!.GetValue<string>().Should().Be("TESS2004");
        none.ExitCode.Should().Be(2);
        none.StandardError.Should().Contain("TESS2051").And.Contain("plugin.json");
        Directory.Exists(_work.At("mine")).Should().BeFalse();
    }

    [Fact]
    public async Task I_am_told_when_another_plugin_hides_the_one_I_installed()
    {
        var result = await _work.RunAsync("plugins", "install", Path.Combine(Repository.BundledPlugins, "tessera.routers.uniform"), "--into", "mine", "--plugins", CreateFolder("mine"));

        result.ExitCode.Should().Be(0, result.StandardError);
        result.StandardError.Should().Contain("TESS2010").And.Contain(Repository.BundledPlugins);
    }

    [Fact]
    public async Task What_is_not_installed_cannot_be_removed()
    {
        await _work.RunAsync("plugins", "install", CountTool, "--into", "mine");

        var near = await _work.RunAsync("plugins", "remove", "samples.count-tol", "--from", "mine");
        var outside = await _work.RunAsync("plugins", "remove", "../mine", "--from", "mine");
        var missing = await _work.RunAsync("plugins", "remove", "samples.count-tool", "--from", "nowhere");

        near.ExitCode.Should().Be(2);
        near.StandardError.Should().Contain("TESS2054").And.Contain("Did you mean 'samples.count-tool'?");
        outside.StandardError.Should().Contain("TESS2054");
        missing.StandardError.Should().Contain("TESS2054").And.Contain("Name the folder of plugins that holds it.");
        Directory.EnumerateFileSystemEntries(_work.At("mine")).Should().ContainSingle();
    }

    private async Task<string> RunAsync(string folders, params string[] arguments)
    {
        var result = await TesseraProcess.Command(arguments).WithWorkingDirectory(_work.Folder)
            .WithEnvironmentVariables(variables => variables.Set("TESSERA_PLUGINS", folders)).RunAsync();
        result.ExitCode.Should().Be(0, result.StandardError);
        return result.StandardOutput;
    }

    private string CreateFolder(string name) => Directory.CreateDirectory(_work.At(name)).FullName;

    private void CopyCountTool(string name)
    {
        var target = CreateFolder(name);
        foreach (var file in Directory.EnumerateFiles(CountTool)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }
}
