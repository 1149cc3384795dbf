using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Agents;
using Tessera.Sdk.Language;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Terminals;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Episodes;

/// <summary>What an agent works with, whatever its task is.</summary>
public abstract class EpisodeOptions
{
    /// <summary>The tools that the agent may call.</summary>
    public IReadOnlyList<Part<ITool>> Tools { get; set; } = [];

    /// <summary>Where further tools come from, such as servers.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<Part<IToolSource>> ToolSources { get; set; } = [];

    /// <summary>The agent.</summary>
    public required Part<IAgent> Agent { get; set; }

    /// <summary>The language model that the agent asks.</summary>
    /// <value>The default value is null, for agents that need none.</value>
    public Part<ILanguageModel>? Model { get; set; }

    /// <summary>Where the project's programs run.</summary>
    /// <value>The default value is null: terminal/sandbox where it works, and terminal/local elsewhere, which the run then says.</value>
    public Part<ITerminalProvider>? Terminal { get; set; }

    /// <summary>How many calls the agent may make in one task.</summary>
    /// <value>The default value is 50 calls.</value>
    [Range(1, 100_000)]
    public int MaxSteps { get; set; } = 50;

    /// <summary>How many minutes the agent may take for one task, the evaluations before and after it apart.</summary>
    /// <value>The default value is null: any time.</value>
    [Range(0.001, 100_000)]
    public double? MaxMinutes { get; set; }

    /// <summary>What the model may cost in one task.</summary>
    /// <value>The default value is null: any amount.</value>
    public ModelBudgetOptions? Budget { get; set; }

    /// <summary>Whether a task ends as soon as an evaluation passes, without a submission.</summary>
    /// <value>The default value is false.</value>
    public bool EndOnSuccess { get; set; }

    /// <summary>Whether an agent with a model works also on a task whose evaluation passes before any work; otherwise nothing is asked of the model, and the result says so.</summary>
    /// <value>The default value is false.</value>
    public bool WorkOnPassing { get; set; }

    /// <summary>How many characters of one observation the agent sees; longer ones are cut in the middle, which is said.</summary>
    /// <value>The default value is 20,000 characters.</value>
    [Range(200, Observation.TextLimit)]
    public int MaxObservation { get; set; } = 20_000;
}
