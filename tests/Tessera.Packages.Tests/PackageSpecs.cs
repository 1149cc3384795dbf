using System.IO.Compression;
using System.Xml.Linq;

namespace Tessera.Packages.Tests;

/// <summary>What the packages hold, and what they leave to the host.</summary>
public class PackageSpecs(Feed feed)
{
    [Fact]
    public void One_folder_has_all_that_authors_and_users_need() =>
        feed.Packages.Select(package => package[..package.IndexOf(".0", StringComparison.Ordinal)]).Should()
            .BeEquivalentTo("Tessera.Sdk", "Tessera.Sdk.Tensors", "Tessera.Sdk.Testing", "Tessera.Templates", "tessera");

    [Theory]
    [InlineData("Tessera.Sdk")]
    [InlineData("Tessera.Sdk.Tensors")]
    public void A_contract_is_there_for_the_compiler_alone_with_its_documentation(string id)
    {
        var files = FilesOf(id);

        files.Should().Contain($"ref/net10.0/{id}.dll").And.Contain($"ref/net10.0/{id}.xml");
        files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal)).Should().Equal("lib/net10.0/_._");
        foreach (var dependency in DependenciesOf(id).Where(dependency => !dependency.Id.StartsWith("Tessera.", StringComparison.Ordinal)))
            dependency.Excluded.Should().Contain(["Runtime", "Native"], "the host has {0}", dependency.Id);
    }

    [Theory]
    [InlineData("Tessera.Sdk")]
    [InlineData("Tessera.Sdk.Tensors")]
    [InlineData("Tessera.Sdk.Testing")]
    public void A_package_asks_for_all_that_its_project_refers_to(string id)
    {
        var references = XDocument.Load(Path.Combine(Repository.Root, "sdk", id, $"{id}.csproj")).Descendants()
            .Where(element => element.Name.LocalName is "PackageReference" or "ProjectReference")
            .Select(reference => Path.GetFileName(reference.Attribute("Include")!.Value).Replace(".csproj", "", StringComparison.Ordinal));

        DependenciesOf(id).Select(dependency => dependency.Id).Should().Contain(references);
    }

    [Fact]
    public void The_SDK_brings_the_build_of_a_plugin() =>
        FilesOf("Tessera.Sdk").Should().Contain(["buildTransitive/Tessera.Sdk.targets", "tools/HostAssemblies.txt", "tools/net10.0/Tessera.Sdk.Build.dll", "tools/net10.0/Tessera.Sdk.Build.runtimeconfig.json"]);

    [Fact]
    public void The_kits_run_what_the_contracts_describe() =>
        FilesOf("Tessera.Sdk.Testing").Where(file => file.StartsWith("lib/", StringComparison.Ordinal)).Should()
            .BeEquivalentTo("lib/net10.0/Tessera.Sdk.dll", "lib/net10.0/Tessera.Sdk.Tensors.dll", "lib/net10.0/Tessera.Sdk.Testing.dll");

    [Fact]
    public void The_command_has_its_plugins_and_not_libtorch()
    {
        var files = FilesOf("tessera");

        files.Should().Contain("tools/net10.0/any/plugins/tessera.tools.grep/plugin.json").And.NotContain(file => file.Contains("torch_cpu"));
        new FileInfo(feed.Package("tessera")).Length.Should().BeLessThan(20_000_000);
    }

    [Fact]
    public void A_template_names_the_versions_it_was_packed_with()
    {
        using var package = ZipFile.OpenRead(feed.Package("Tessera.Templates"));
        foreach (var settings in package.Entries.Where(entry => entry.Name == "template.json"))
        {
            using var reader = new StreamReader(settings.Open());
            reader.ReadToEnd().Should().NotContain("VERSION_OF").And.NotContain("WHAT_IS_REPLACED");
        }
    }

    private string[] FilesOf(string id)
    {
        using var package = ZipFile.OpenRead(feed.Package(id));
        return [.. package.Entries.Select(entry => entry.FullName)];
    }

    private List<(string Id, string[] Excluded)> DependenciesOf(string id)
    {
        using var package = ZipFile.OpenRead(feed.Package(id));
        using var nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        return [.. XDocument.Load(nuspec).Descendants().Where(element => element.Name.LocalName == "dependency")
            .Select(dependency => (dependency.Attribute("id")!.Value, dependency.Attribute("exclude")?.Value.Split(',') ?? []))];
    }
}
