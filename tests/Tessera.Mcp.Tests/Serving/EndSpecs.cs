using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Tessera.Mcp.Tests.Serving;

public class EndSpecs
{
    private const int TerminationSignal = 15;

    [Fact]
    public async Task When_my_client_goes_the_server_goes_with_its_programs()
    {
        using var project = new Project();
        using var server = await StartBusyAsync(project);
        var program = int.Parse(await project.HasWrittenAsync("running.txt"), CultureInfo.InvariantCulture);
        server.StandardInput.Close();
        await EndsAsync(server, program);
    }

    [Fact]
    public async Task When_it_is_told_to_end_the_server_goes_with_its_programs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var project = new Project();
        using var server = await StartBusyAsync(project);
        var program = int.Parse(await project.HasWrittenAsync("running.txt"), CultureInfo.InvariantCulture);
        Signal(server.Id, TerminationSignal).Should().Be(0);
        await EndsAsync(server, program);
    }

    [Fact]
    public async Task Standard_output_holds_messages_and_nothing_else()
    {
        using var project = new Project();
        using var server = await StartBusyAsync(project);
        await project.HasWrittenAsync("running.txt");
        server.StandardInput.Close();
        var output = await server.StandardOutput.ReadToEndAsync();
        var errors = await server.StandardError.ReadToEndAsync();
        await server.WaitForExitAsync();

        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().NotBeEmpty().And.OnlyContain(line => JsonNode.Parse(line, null, default)!["jsonrpc"]!.ToString() == "2.0");
        errors.Should().NotContain("jsonrpc").And.NotContain("   at ", "nobody reads stack traces");
    }

    private static async Task<Process> StartBusyAsync(Project project)
    {
        InstalledPython.Require();
        project.Write("sleeper.py", "import os, time\nopen('running.txt', 'w').write(str(os.getpid()))\ntime.sleep(100)\n");
        var server = Process.Start(new ProcessStartInfo("dotnet", [Repository.Tessera, "mcp", "--workspace", project.Folder, "--terminal", "local", "--evaluate", "python3 sleeper.py"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        await SendAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""");
        await SendAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        await SendAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"eval","arguments":{},"_meta":{"progressToken":"p"}}}""");
        return server;

        async Task SendAsync(string message)
        {
            await server.StandardInput.WriteLineAsync(message);
            await server.StandardInput.FlushAsync();
        }
    }

    private static async Task EndsAsync(Process server, int program)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await server.WaitForExitAsync(bound.Token);
        server.ExitCode.Should().Be(0, await server.StandardError.ReadToEndAsync(bound.Token));
        await Results.HasEndedAsync(program);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
