using Tessera.Distribution.Authoring;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Distribution.Tests.Authoring;

/// <summary>What an author is told where there is nothing to make a package of. What is made of a plugin's project is tested with the packages.</summary>
public sealed class PackingSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_without_a_project_is_told_as_dotnet_tells_it()
    {
        var told = new StringWriter();

        var problem = await Refused(told);

        problem.Id.Should().Be("TESS2074");
        problem.Message.Should().Contain("dotnet pack").And.Contain("exit code");
        told.ToString().Should().Contain("MSB1003");
        (await Refused(told: null)).Message.Should().Contain("MSB1003", "nobody has seen it otherwise");
    }

    [Fact]
    public async Task A_library_is_no_plugin()
    {
        _folder.File("Plain.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        _folder.File("Plain.cs", "public class Plain;");

        var problem = await Refused(told: null);

        problem.ToString().Should().Contain("TESS2075").And.Contain("Plain.1.0.0.nupkg").And.Contain("tessera plugins new");
        Directory.Exists(Path.Combine(_folder.Path, "out")).Should().BeFalse();
    }

    [Theory]
    [InlineData("../Acme")]
    [InlineData("Acme Tools")]
    [InlineData("-Acme")]
    [InlineData("1st")]
    [InlineData("")]
    [InlineData("class")]
    [InlineData("Acme.event")]
    [InlineData("Acme.1st")]
    [InlineData("Tessera.Sdk")]
    public async Task A_name_that_would_not_do_is_refused_before_anything_is_made(string name) =>
        (await Refused(() => PluginProject.CreateAsync("tool", name, Path.Combine(_folder.Path, "new"), source: null, CancellationToken.None))).Id.Should().Be("TESS2071");

    [Fact]
    public async Task A_feed_that_is_not_there_is_refused_before_anything_is_made()
    {
        var folder = Path.Combine(_folder.Path, "new");

        (await Refused(() => PluginProject.CreateAsync("tool", "Acme", folder, Path.Combine(_folder.Path, "missing"), CancellationToken.None))).Id.Should().Be("TESS2088");

        Directory.Exists(folder).Should().BeFalse();
    }

    [Fact]
    public async Task Packages_are_not_laid_into_a_file()
    {
        _folder.File("out", "mine");

        (await Refused(told: null)).Id.Should().Be("TESS2089");
    }

    [Fact]
    public async Task What_is_there_already_is_not_written_into()
    {
        _folder.File("Acme/notes.txt", "mine");

        foreach (var taken in new[] { "Acme", "Acme/notes.txt" })
            (await Refused(() => PluginProject.CreateAsync("tool", "Acme", Path.Combine(_folder.Path, taken), source: null, CancellationToken.None))).Id.Should().Be("TESS2072");

        Directory.GetFileSystemEntries(Path.Combine(_folder.Path, "Acme")).Should().ContainSingle();
    }

    private Task<Diagnostic> Refused(TextWriter? told) => Refused(() => PluginPacking.PackAsync(_folder.Path, Path.Combine(_folder.Path, "out"), told, CancellationToken.None));

    private static async Task<Diagnostic> Refused(Func<Task> act) => (await act.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Should().ContainSingle().Subject;
}
