using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Sdk.Prompts;

namespace Tessera.Hosting.Tests.Building;

/// <summary>What an author's build leaves is small and has nothing of the host's, or there is no build.</summary>
public class PluginBuildSpecs
{
    [Fact]
    public async Task A_right_plugin_is_small_and_works()
    {
        using var project = new AuthorProject(properties: "<PluginCapabilities>network; process</PluginCapabilities>");

        var build = await project.BuildAsync();

        build.ExitCode.Should().Be(0, "{0}", build.StandardOutput);
        new DirectoryInfo(project.Output).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length).Should().BeLessThan(200_000);
        await using var host = new PluginHost(PluginCatalog.Discover([project.Output]));
        host.Catalog.Plugins.Single().Manifest!.Description.Should().Be(AuthorProject.Description);
        host.Catalog.Plugins.Single().Manifest!.Capabilities.Should().Equal("process", "network");
        await using var loss = host.Create<ILoss>(host.Catalog.Find("loss/equal").Part!);
        loss.Value.Evaluate("a", "a").Should().Be(0);
    }

    [Theory]
    [InlineData("[Shared]", "error TESS1010: Acme.Tiny.EqualLoss is marked with [Shared]")]
    [InlineData("[Tessera.Sdk.Steps.Step(\"same\", Description = \"Another.\")]", "error TESS1011: The plugin cannot be described: AmbiguousMatchException")]
    public async Task A_part_that_nobody_could_use_rightly_is_not_built(string attributes, string error)
    {
        using var project = new AuthorProject(attributes: attributes);

        var build = await project.BuildAsync();

        build.ExitCode.Should().NotBe(0);
        build.StandardOutput.Should().Contain(error).And.NotContain("   at ");
    }

    [Fact]
    public async Task What_a_plugin_declares_is_one_of_a_few_words()
    {
        using var project = new AuthorProject(properties: "<PluginCapabilities>network;everything</PluginCapabilities>");

        var build = await project.BuildAsync();

        build.ExitCode.Should().NotBe(0);
        build.StandardOutput.Should().Contain("error TESS1012: 'everything' is not a capability that a plugin can declare. Set <PluginCapabilities> to some of process;network;files.");
    }

    [Fact]
    public async Task A_plugin_that_would_ship_libtorch_and_a_second_SDK_is_not_built()
    {
        var libtorch = OperatingSystem.IsWindows() ? "libtorch-cpu-win-x64" : OperatingSystem.IsMacOS() ? "libtorch-cpu-osx-arm64" : "libtorch-cpu-linux-x64";
        using var project = new AuthorProject($"""
            <PackageReference Include="TorchSharp" />
            <PackageReference Include="{libtorch}" />
            <Reference Include="{Path.Combine(AppContext.BaseDirectory, "Tessera.Sdk.Tensors.dll")}" />
            """);

        var build = await project.BuildAsync();

        build.ExitCode.Should().NotBe(0);
        var error = build.StandardOutput.Split('\n').First(line => line.Contains(": error ", StringComparison.Ordinal));
        error.Should().Contain("error TESS1001: The host provides ").And.Contain("TorchSharp.dll").And.Contain("Tessera.Sdk.Tensors.dll")
            .And.MatchRegex(@"torch_cpu\.(so|dll|dylib)").And.Contain("ExcludeAssets=\"runtime;native\"");
        Directory.GetFileSystemEntries(project.Output).Should().BeEmpty("nothing is copied before the build fails");
    }
}
