using System.Text.Json.Nodes;

namespace Tessera.Sdk.Testing.Terminals;

/// <summary>What the kit needs to know of a provider of terminals.</summary>
public sealed class TerminalConformanceOptions
{
    /// <summary>Whether programs are confined: they change nothing outside of the site's folder, and keep off its read-only and hidden files.</summary>
    /// <value>The default value is false.</value>
    public bool Confines { get; set; }

    /// <summary>The part's own options as a pipeline says them, for the check that has it made by a host.</summary>
    /// <value>The default value is null: the options' own defaults.</value>
    public JsonObject? PartOptions { get; set; }

    /// <summary>How long any one check may take.</summary>
    /// <value>The default value is 60 seconds: a terminal may have to start a system for each program.</value>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(60);
}
