using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.ToolSources;

/// <summary>What the kit needs to know of a source of tools.</summary>
public sealed class ToolSourceConformanceOptions
{
    /// <summary>The name of one of its tools, as agents call it.</summary>
    public required string Tool { get; set; }

    /// <summary>The arguments of a call of <see cref="Tool"/> that succeeds.</summary>
    public required JsonObject Arguments { get; set; }

    /// <summary>The project's files, for tools that work on them: contents by path.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyDictionary<string, string> Files { get; set; } = new Dictionary<string, string>();

    /// <summary>Opens a session over a folder that holds the files; null for a plain one without a terminal. What it holds open is disposed of if it is <see cref="IAsyncDisposable"/>.</summary>
    public Func<string, IToolSession>? OpenSession { get; set; }

    /// <summary>Makes sources that cannot be opened, as of a server that is not there; each is to be refused with a <c>TesseraException</c>.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<Func<IToolSource>> Unfit { get; set; } = [];

    /// <summary>Whether equal calls have equal answers.</summary>
    /// <value>The default value is true.</value>
    public bool Deterministic { get; set; } = true;

    /// <summary>The part's own options as a pipeline says them, for the check that has it made by a host.</summary>
    /// <value>The default value is null: the options' own defaults.</value>
    public JsonObject? PartOptions { get; set; }

    /// <summary>How long any one check may take.</summary>
    /// <value>The default value is 60 seconds: a source may start a server.</value>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(60);
}
