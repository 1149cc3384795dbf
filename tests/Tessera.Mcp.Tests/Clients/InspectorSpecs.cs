using System.Text.Json.Nodes;
using CliWrap.Buffered;
using Tessera.Mcp.Tests.Serving;

namespace Tessera.Mcp.Tests.Clients;

/// <summary>The inspector, which knows what clients and models of others make of a schema.</summary>
public class InspectorSpecs
{
    [Fact]
    public async Task Every_tools_schema_is_one_that_all_clients_understand()
    {
        using var project = new Project();
        var result = await InspectAsync(project, [], "--method", "tools/list", "--strict");
        result.ExitCode.Should().Be(0, result.StandardError);
        result.StandardError.Should().NotContain("Warning:").And.NotContain("Error:");
        JsonNode.Parse(result.StandardOutput)!["result"]!["tools"]!.AsArray().Should().HaveCountGreaterThanOrEqualTo(6);
    }

    [Fact]
    public async Task The_inspector_sees_an_answer()
    {
        using var project = new Project();
        var result = await InspectAsync(project, ["--tools", "grep"], "--method", "tools/call", "--tool-name", "grep", "--tool-args-json", """{"pattern":"result = price","literal":true}""");
        result.ExitCode.Should().Be(0, result.StandardError);
        result.StandardOutput.Should().Contain("prices.py");
    }

    [Theory]
    [InlineData("grep", "{}", "'pattern' is missing")]
    [InlineData("gerp", "{}", "gerp")]
    public async Task The_inspector_sees_what_went_wrong(string tool, string arguments, string message)
    {
        using var project = new Project();
        var result = await InspectAsync(project, ["--tools", "grep"], "--method", "tools/call", "--tool-name", tool, "--tool-args-json", arguments);
        result.ExitCode.Should().Be(5, "that is the inspector's code for a call that failed");
        (result.StandardOutput + result.StandardError).Should().Contain(message);
    }

    private static Task<BufferedCommandResult> InspectAsync(Project project, string[] served, params string[] arguments)
    {
        InstalledPython.Require();
        var inspector = NodeClients.Require(".bin", "mcp-inspector");
        return NodeClients.RunAsync([inspector, "--cli", "-q", "--format", "json", "dotnet", Repository.Tessera, "mcp", "--workspace", project.Folder, .. served, .. arguments]);
    }
}
