using System.Reflection.PortableExecutable;
using System.Text.Json.Nodes;

namespace Tessera.Packages.Tests;

/// <summary>The command as <c>dotnet publish</c> lays it into a folder, to be copied anywhere.</summary>
public sealed class PublishSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_published_has_its_plugins_and_what_was_compiled_ahead_of_time()
    {
        await Programs.RequireAsync("dotnet", "publish", Path.Combine(Repository.Root, "src", "Tessera.Cli"), "--no-build", "-c", Repository.Configuration, "-o", _folder.Path, "-nodeReuse:false");

        var published = await ListAsync(Path.Combine(_folder.Path, "tessera.dll"));
        var built = await ListAsync(Repository.Output("Tessera.Cli", "tessera.dll"));
        published.Should().Be(built).And.Contain("tessera.tools.grep");
        IsPrecompiled("tessera.dll").Should().Be(IsPrecompiled(Repository.Output("Tessera.Cli", "tessera.dll")));
        IsPrecompiled("Tessera.Hosting.dll").Should().Be(IsPrecompiled(Repository.Output("Tessera.Cli", "Tessera.Hosting.dll")));
        if (Repository.Configuration == "release" && OperatingSystem.IsLinux()) IsPrecompiled("tessera.dll").Should().BeTrue();
    }

    private bool IsPrecompiled(string file)
    {
        using var assembly = new PEReader(File.OpenRead(Path.Combine(_folder.Path, file)));
        return assembly.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }

    private static async Task<string> ListAsync(string program)
    {
        var listed = await Programs.RequireAsync("dotnet", program, "plugins", "list", "--json");
        return string.Join('\n', JsonNode.Parse(listed)!["plugins"]!.AsArray().Select(plugin => $"{plugin!["id"]} {plugin["version"]}"));
    }
}
