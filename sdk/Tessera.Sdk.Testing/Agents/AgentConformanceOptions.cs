using System.Text.Json.Nodes;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Agents;

/// <summary>What the kit asks of an agent, and in which environment.</summary>
public sealed class AgentConformanceOptions
{
    /// <summary>What the agent is asked. Model and number of calls are the kit's.</summary>
    /// <value>The default value has instructions alone.</value>
    public AgentTask Task { get; set; } = new() { Instructions = "Look at the notes, change them, and say when it is done." };

    /// <summary>The tools of the environment.</summary>
    /// <value>The default value is <c>look</c> and <c>change</c>, which take a text <c>note</c>.</value>
    public IReadOnlyList<ToolDefinition> Tools { get; set; } = [Define("look", "Shows what is noted."), Define("change", "Changes what is noted.")];

    /// <summary>What the tools answer. Equal calls should have equal answers.</summary>
    /// <value>The default value answers each call with success.</value>
    public Func<ToolCall, Observation> Answer { get; set; } = call => Observation.Success($"{call.Tool} is done.");

    /// <summary>Makes the model of a task, for agents that need one; null for the kit's own, which calls the tools in turn, four times, and then says that it is done.</summary>
    /// <value>The default value is null.</value>
    public Func<ILanguageModel>? Model { get; set; }

    /// <summary>Tasks that the agent cannot begin, as one without what it works by; each is to be refused before any call. One without a model gets the usual one.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<AgentTask> Unfit { get; set; } = [];

    /// <summary>Whether the same task in the same environment, with the same model, leads to the same calls.</summary>
    /// <value>The default value is true.</value>
    public bool Deterministic { get; set; } = true;

    /// <summary>The part's own options as a pipeline says them, for the check that has it made by a host.</summary>
    /// <value>The default value is null: the options' own defaults.</value>
    public JsonObject? PartOptions { get; set; }

    /// <summary>How long any one check may take.</summary>
    /// <value>The default value is 20 seconds.</value>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(20);

    private static ToolDefinition Define(string name, string description) => new(name, description, new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["note"] = new JsonObject { ["type"] = "string", ["description"] = "What is noted." } },
        ["required"] = new JsonArray("note"),
    });
}
