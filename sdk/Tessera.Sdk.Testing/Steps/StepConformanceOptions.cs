using System.Text.Json.Nodes;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Steps;

namespace Tessera.Sdk.Testing.Steps;

/// <summary>What the kit needs to know of a step.</summary>
public sealed class StepConformanceOptions
{
    /// <summary>Makes steps that cannot work, as with a file that does not exist or an option that does not fit the inputs; each is to be refused.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<Func<IPipelineStep>> Unfit { get; set; } = [];

    /// <summary>Whether the same options, inputs and seed give the same output and the same files, byte for byte.</summary>
    /// <value>The default value is null: what the step's own attribute says.</value>
    public bool? Deterministic { get; set; }

    /// <summary>The origin of the step's random choices.</summary>
    /// <value>The default value is the seed 1.</value>
    public Seed Seed { get; set; } = new(1);

    /// <summary>The part's own options as a pipeline says them, for the check that has it made by a host.</summary>
    /// <value>The default value is null: the options' own defaults.</value>
    public JsonObject? PartOptions { get; set; }

    /// <summary>How long any one check may take.</summary>
    /// <value>The default value is 30 seconds.</value>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);
}
