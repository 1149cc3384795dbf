using System.Text.Json.Nodes;
using Tessera.Sdk.Randomness;

namespace Tessera.Sdk.Testing.Routers;

/// <summary>The experts and tokens that the kit tries a router on. All are random numbers of a seed.</summary>
public sealed class RouterConformanceOptions
{
    /// <summary>The width of the map's input, d_in.</summary>
    /// <value>The default value is 16, which 2, 4 and 8 heads divide.</value>
    public int InputSize { get; set; } = 16;

    /// <summary>The width of the map's output, d_out.</summary>
    /// <value>The default value is 24.</value>
    public int OutputSize { get; set; } = 24;

    /// <summary>How many experts there are.</summary>
    /// <value>The default value is 6.</value>
    public int Experts { get; set; } = 6;

    /// <summary>The tasks' names; routers that know tasks have one row of weights for each.</summary>
    /// <value>The default value is three names.</value>
    public IReadOnlyList<string> Tasks { get; set; } = ["copying", "sorting", "counting"];

    /// <summary>The origin of the experts, of the tokens, and of the router's own random choices.</summary>
    /// <value>The default value is the seed 1.</value>
    public Seed Seed { get; set; } = new(1);

    /// <summary>The part's own options as a pipeline says them, for the check that has it made by a host.</summary>
    /// <value>The default value is null: the options' own defaults.</value>
    public JsonObject? PartOptions { get; set; }

    /// <summary>How long any one check may take.</summary>
    /// <value>The default value is 20 seconds.</value>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(20);
}
