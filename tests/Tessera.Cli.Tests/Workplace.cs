using System.Text.Json.Nodes;
using CliWrap.Buffered;

namespace Tessera.Cli.Tests;

/// <summary>A folder in which somebody works with the command and the plugin of small steps.</summary>
internal sealed class Workplace : IDisposable
{
    public static readonly string Steps = Repository.Output("Tessera.Fixtures.Steps");

    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public string File(string name, string content) => _folder.File(name, content);

    public string At(params string[] way) => Path.Combine([Folder, .. way]);

    public Task<BufferedCommandResult> RunAsync(params string[] arguments) =>
        TesseraProcess.Command([.. arguments, "--plugins", Steps]).WithWorkingDirectory(Folder).RunAsync();

    public RunningTessera Start(params string[] arguments) => RunningTessera.Start(Folder, [.. arguments, "--plugins", Steps]);

    /// <summary>Runs a pipeline, and tells how each of its steps ended.</summary>
    public async Task<Dictionary<string, string>> StepsOfRunAsync(params string[] arguments)
    {
        var result = await RunAsync(["run", .. arguments, "--json"]);
        return JsonNode.Parse(result.StandardOutput)!["steps"]!.AsArray().ToDictionary(
            step => step!["name"]!.GetValue<string>(), step => step!["reused"]!.GetValue<bool>() ? "reused" : step["status"]!.GetValue<string>());
    }

    public void Dispose() => _folder.Dispose();
}
