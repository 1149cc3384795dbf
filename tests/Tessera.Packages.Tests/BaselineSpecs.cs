using System.IO.Compression;
using CliWrap.Buffered;

namespace Tessera.Packages.Tests;

/// <summary>The contracts are compared with a published version when they are packed: plugins that were built for that one go on working.</summary>
public sealed class BaselineSpecs(Feed feed) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Contracts_that_kept_all_they_had_are_packed()
    {
        var packed = await PackAsync(feed.Package("Tessera.Sdk"));

        packed.ExitCode.Should().Be(0, "{0}", packed.StandardOutput);
    }

    [Fact]
    public async Task Contracts_that_lost_a_type_are_not()
    {
        var packed = await PackAsync(await EarlierAsync());

        packed.ExitCode.Should().NotBe(0);
        packed.StandardOutput.Should().Contain("CP0001").And.Contain("Tessera.Sdk.LostSince");
    }

    private Task<BufferedCommandResult> PackAsync(string baseline) => Programs.RunAsync(
        "dotnet", "pack", Path.Combine(Repository.Root, "sdk", "Tessera.Sdk"), "--no-build", "-c", Repository.Configuration, "-o", Path.Combine(_folder.Path, "packed"),
        $"-p:PackageValidationBaselinePath={baseline}", "-nodeReuse:false", "--nologo");

    /// <summary>The package, had it been published with one type that is gone since.</summary>
    private async Task<string> EarlierAsync()
    {
        var project = Directory.CreateDirectory(Path.Combine(_folder.Path, "earlier")).FullName;
        await File.WriteAllTextAsync(Path.Combine(project, "Tessera.Sdk.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(project, "LostSince.cs"), "namespace Tessera.Sdk { public interface LostSince; }");
        await Programs.RequireAsync("dotnet", "build", project, "-o", Path.Combine(project, "out"), "-nodeReuse:false", "--nologo");

        var earlier = Path.Combine(_folder.Path, "earlier.nupkg");
        File.Copy(feed.Package("Tessera.Sdk"), earlier);
        using var package = ZipFile.Open(earlier, ZipArchiveMode.Update);
        package.GetEntry("ref/net10.0/Tessera.Sdk.dll")!.Delete();
        package.CreateEntryFromFile(Path.Combine(project, "out", "Tessera.Sdk.dll"), "ref/net10.0/Tessera.Sdk.dll");
        return earlier;
    }
}
