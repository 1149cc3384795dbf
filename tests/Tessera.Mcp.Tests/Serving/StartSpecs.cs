using CliWrap;
using CliWrap.Buffered;

namespace Tessera.Mcp.Tests.Serving;

public class StartSpecs
{
    private static readonly string[] _forServersOnly =
        ["Tessera.Mcp.dll", "ModelContextProtocol.Core.dll", "Microsoft.Extensions.AI.Abstractions.dll", "Tessera.Debugging.dll", "CliWrap.dll"];

    [Theory]
    [InlineData("plugins", "list")]
    [InlineData("validate", "samples/routers.yaml")]
    [InlineData("mcp", "--help")]
    public async Task Whoever_serves_nothing_does_not_pay_for_it(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(Repository.Output("Tessera.Cli")).Where(IsManaged))
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        _forServersOnly.Should().OnlyContain(name => File.Exists(Repository.Output("Tessera.Cli", name))).And.NotContain(name => File.Exists(Path.Combine(folder.Path, name)));

        var result = await Cli.Wrap("dotnet").WithArguments([Path.Combine(folder.Path, "tessera.dll"), .. arguments, "--plugins", Repository.BundledPlugins])
            .WithWorkingDirectory(Repository.Root).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        result.ExitCode.Should().Be(0, result.StandardError);
    }

    // The list of dependencies stays behind, as it would have the runtime look for what is left out.
    private static bool IsManaged(string file) =>
        (file.EndsWith(".dll", StringComparison.Ordinal) || file.EndsWith(".runtimeconfig.json", StringComparison.Ordinal)) && !_forServersOnly.Contains(Path.GetFileName(file));
}
