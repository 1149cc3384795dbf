using CliWrap;
using CliWrap.Buffered;

namespace Tessera.Mcp.Tests.Serving;

public class MistakeSpecs
{
    [Theory]
    [InlineData("TESS2011", "Did you mean", "--tools", "veiw")]
    [InlineData("TESS4601", "lacks a closing", "--evaluate", "python3 'tests")]
    [InlineData("TESS4601", "names no program", "--entrypoint", " ")]
    [InlineData("TESS2011", "terminal/moon", "--terminal", "moon")]
    [InlineData("TESS4602", "no tool to serve", "--tools", ",")]
    public async Task A_mistake_is_explained_before_anything_is_served(string id, string message, params string[] arguments)
    {
        using var project = new Project();
        var result = await RunAsync(["--workspace", project.Folder, .. arguments]);
        result.ExitCode.Should().Be(2, result.StandardError);
        result.StandardError.Should().Contain(id).And.Contain(message);
        result.StandardOutput.Should().BeEmpty();
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_not_served()
    {
        var result = await RunAsync(["--workspace", "/nowhere/at/all"]);
        result.ExitCode.Should().Be(2);
        result.StandardError.Should().Contain("TESS4101");
    }

    [Fact]
    public async Task The_help_says_that_the_folder_is_worked_on_in_place() =>
        (await RunAsync(["--help"])).StandardOutput.Should().Contain("in place, not on a copy").And.Contain("--read-only").And.Contain("Examples:");

    private static async Task<BufferedCommandResult> RunAsync(string[] arguments)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return await Cli.Wrap("dotnet").WithArguments([Repository.Tessera, "mcp", .. arguments]).WithStandardInputPipe(PipeSource.Null)
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(bound.Token);
    }
}
