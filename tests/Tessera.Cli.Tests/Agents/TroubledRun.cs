using System.Text.Json.Nodes;
using CliWrap.Buffered;

namespace Tessera.Cli.Tests.Agents;

/// <summary>One run of the command with a step for each trouble, all of them side by side, each asking a server of its own.</summary>
public sealed class TroubledRun : IAsyncLifetime
{
    internal const string Key = "sk-test-9fK2mQ7xVb4TzLw8RcN1pYd6";
    private const string Variable = "TESSERA_TEST_API_KEY";

    private readonly Dictionary<string, MisbehavingServer> _servers = [];
    private readonly Workplace _work = new();

    internal BufferedCommandResult Result { get; private set; } = null!;

    internal string Folder => _work.Folder;

    public async ValueTask InitializeAsync()
    {
        RepairProject.WriteTo(_work);
        foreach (var trouble in Troubles.All) _servers[trouble.Name] = Serve(trouble);
        _work.File("troubles.yaml", $"name: troubles\nsteps:\n{string.Concat(Troubles.All.Select(Step))}");
        Result = await TesseraProcess.Command("run", "troubles.yaml", "--json", "--parallel", "16").WithWorkingDirectory(Folder)
            .WithEnvironmentVariables(variables => variables.Set(Variable, Key).Set("NO_COLOR", "1").Set("TESSERA_PLUGINS", null)).RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values) await server.DisposeAsync();
        _work.Dispose();
    }

    /// <summary>What the server got.</summary>
    internal IReadOnlyList<ReceivedRequest> Requests(Trouble trouble) => _servers[trouble.Name].Requests;

    /// <summary>How the step ended.</summary>
    internal JsonNode StepOf(Trouble trouble) => JsonNode.Parse(Result.StandardOutput)!["steps"]!.AsArray().Single(step => step!["name"]!.GetValue<string>() == trouble.Name)!;

    internal Trajectory TrajectoryOf(Trouble trouble) => new(_work.At("runs", "troubles", "steps", trouble.Name, "files", "trajectory.jsonl"));

    private static MisbehavingServer Serve(Trouble trouble)
    {
        var server = new MisbehavingServer().Answer(trouble.Protocol.Look);
        trouble.Misbehave(server);
        if (trouble.Recovers) foreach (var answer in trouble.Protocol.Repair) server.Answer(answer);
        return server;
    }

    private string Step(Trouble trouble) => RepairProject.Step(trouble.Name, $$"""
        { uses: model/{{trouble.Protocol.Name}}, with: { model: m, endpoint: "{{_servers[trouble.Name].Address}}/v1", apiKeyVariable: {{Variable}}, retries: {{trouble.Retries}}, timeoutSeconds: {{trouble.TimeoutSeconds}}, inputPrice: 1, outputPrice: 2 } }
        """);
}
