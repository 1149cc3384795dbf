using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;

namespace Tessera.Tools.Tests.Hostile;

/// <summary>Calls of the tools that take a path, and runs of a program by the tools that run one.</summary>
internal static class Calls
{
    /// <summary>The tools that take a path.</summary>
    public static TheoryData<string> PathTools => ["view", "listdir", "grep", "rewrite"];

    /// <summary>The tools that run a program.</summary>
    public static IReadOnlyList<string> RunningTools { get; } = ["bash", "pdb", "trace", "eval", "submit"];

    /// <summary>Has each tool that runs programs run one, in each terminal, all at once and each in a workspace of its own.</summary>
    /// <param name="source">The program.</param>
    /// <param name="processes">How many processes a sandbox allows.</param>
    /// <param name="terminals">The terminals.</param>
    public static async Task EachRunsAsync(string source, int processes = 200, params IReadOnlyList<string> terminals)
    {
        await Task.WhenAll(
            from terminal in terminals.Count > 0 ? terminals : ["local", "sandbox"]
            from tool in RunningTools
            select RunAsync(tool, terminal));

        async Task RunAsync(string tool, string terminal)
        {
            try
            {
                await using var ground = await Ground.OpenAsync(terminal, processes);
                await ground.ProgramAsync(tool, source);
            }
            catch (Exception failure) when (failure is Xunit.Sdk.XunitException or InvalidOperationException)
            {
                throw new InvalidOperationException($"{tool} in terminal/{terminal}: {failure.Message}", failure);
            }
        }
    }

    /// <summary>Gives a tool a path, and otherwise what may be right or not.</summary>
    public static Task<Observation> AtPathAsync(this Ground ground, string tool, string path, Choices choices)
    {
        var arguments = new JsonObject { ["path"] = path };
        switch (tool)
        {
            case "view":
                if (choices.Once(@in: 2)) arguments["start"] = choices.Line();
                if (choices.Once(@in: 2)) arguments["end"] = choices.Line();
                break;
            case "listdir":
                arguments["depth"] = choices.Number(-1, 30);
                break;
            case "grep":
                arguments["pattern"] = choices.Of("SECRET", ".", "passwd|root", "[a-z]+_[0-9a-f]+");
                arguments["include_ignored"] = choices.Once(@in: 2);
                arguments["context"] = choices.Number(0, 3);
                break;
            default:
                arguments["new_code"] = choices.Letters(20).Replace('\0', ' ');
                if (choices.Once(@in: 3)) arguments["start"] = choices.Line();
                if (choices.Once(@in: 5)) arguments["expected"] = choices.Letters(5);
                if (choices.Once(@in: 10)) arguments["undo"] = true;
                break;
        }

        return ground.CallAsync(tool, arguments);
    }

    /// <summary>Has a tool run a program of Python whose function <c>work</c> is called once.</summary>
    public static async Task<Observation> ProgramAsync(this Ground ground, string tool, string source)
    {
        ground.Write("main.py", source + "\nif __name__ == '__main__':\n    work()\n");
        if (tool == "submit") await ground.ReopenAsync();
        if (tool == "pdb") await ground.CallAsync("pdb", new JsonObject { ["command"] = "restart" });
        return await ground.CallAsync(tool, tool switch
        {
            "bash" => new JsonObject { ["command"] = "python3 main.py", ["timeout"] = 1 },
            "pdb" => new JsonObject { ["command"] = "c" },
            "trace" => new JsonObject { ["functions"] = new JsonArray("main.py:work") },
            _ => [],
        });
    }
}
