using CliWrap;
using CliWrap.Buffered;

namespace Tessera.Hosting.Tests.Building;

/// <summary>A plugin's project as its author has it, outside the repository, built for real.</summary>
internal sealed class AuthorProject : IDisposable
{
    /// <summary>Text that a shell or the build would make something else of.</summary>
    public const string Description = "Compares \"texts\"; 'as they are' `echo here` %20 & no more.";

    private const string DescriptionInXml = "Compares \"texts\"; 'as they are' `echo here` %2520 &amp; no more.";

    private readonly TemporaryFolder _folder = new();

    /// <summary>Writes a project that does what is right, and what else is given.</summary>
    public AuthorProject(string items = "", string attributes = "", string properties = "")
    {
        _folder.Write("Directory.Build.props", $"""
            <Project>
              <Import Project="{Repository.Root}/Directory.Build.props" />
              <Import Project="{Repository.Root}/build/Plugin.props" />
              <PropertyGroup>
                <UseArtifactsOutput>false</UseArtifactsOutput>
                <DirectoryPackagesPropsPath>{Repository.Root}/Directory.Packages.props</DirectoryPackagesPropsPath>
              </PropertyGroup>
            </Project>
            """);
        _folder.Write("Directory.Build.targets", $"""<Project><Import Project="{Repository.Root}/build/Plugin.targets" /></Project>""");
        _folder.Write("Acme.Tiny.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <Description>{DescriptionInXml}</Description>
                <GenerateDocumentationFile>false</GenerateDocumentationFile>
                <NoWarn>$(NoWarn);EnableGenerateDocumentationFile</NoWarn>
                <PluginId>acme.tiny</PluginId>
                {properties}
              </PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            </Project>
            """);
        _folder.Write("EqualLoss.cs", """
            using System.Composition;
            using Tessera.Sdk.Prompts;

            namespace Acme.Tiny;

            [ATTRIBUTES]
            [Loss("equal", Description = "Whether texts are equal.")]
            internal sealed class EqualLoss : ILoss
            {
                public double Evaluate(string output, string target) => output == target ? 0 : 1;
            }

            """.Replace("[ATTRIBUTES]", attributes, StringComparison.Ordinal));
    }

    public string Output => Path.Combine(_folder.Path, "bin", "Release", "net10.0");

    /// <summary>Builds from the packages that this machine already has; what the repository's build made is not made again.</summary>
    public async Task<BufferedCommandResult> BuildAsync()
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        return await Cli.Wrap("dotnet")
            .WithArguments([
                "build", Path.Combine(_folder.Path, "Acme.Tiny.csproj"), "-c", Repository.Configuration == "debug" ? "Debug" : "Release", "-o", Output,
                "-p:BuildProjectReferences=false", "-p:RestoreRecursive=false", $"-p:RestoreSources={Directory.CreateDirectory(Path.Combine(_folder.Path, "no-packages")).FullName}",
                "-p:UseSharedCompilation=false", "-nodeReuse:false", "-v:quiet", "-nologo"])
            .WithWorkingDirectory(_folder.Path)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(bound.Token);
    }

    public void Dispose() => _folder.Dispose();
}
