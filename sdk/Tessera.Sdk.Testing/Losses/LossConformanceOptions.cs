using System.Text.Json.Nodes;

namespace Tessera.Sdk.Testing.Losses;

/// <summary>What the kit needs to know of a loss.</summary>
public sealed class LossConformanceOptions
{
    /// <summary>Answers that are right, with the wanted ones: among them each way of writing that the loss passes over, such as upper case.</summary>
    public required IReadOnlyList<(string Output, string Target)> Right { get; set; }

    /// <summary>Answers that are wrong, with the wanted ones.</summary>
    public required IReadOnlyList<(string Output, string Target)> Wrong { get; set; }

    /// <summary>The part's own options as a pipeline says them, for the check that has it made by a host.</summary>
    /// <value>The default value is null: the options' own defaults.</value>
    public JsonObject? PartOptions { get; set; }

    /// <summary>How long any one check may take.</summary>
    /// <value>The default value is 10 seconds.</value>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);
}
