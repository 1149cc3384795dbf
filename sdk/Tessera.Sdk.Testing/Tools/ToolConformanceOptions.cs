using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Tools;

/// <summary>What the kit needs to know of a tool.</summary>
public sealed class ToolConformanceOptions
{
    /// <summary>The arguments of a call that succeeds in a project with <see cref="Files"/>.</summary>
    public required JsonObject Arguments { get; set; }

    /// <summary>The project's files: contents by path.</summary>
    /// <value>The default value is one small text file, <c>notes.txt</c>.</value>
    public IReadOnlyDictionary<string, string> Files { get; set; } = new Dictionary<string, string> { ["notes.txt"] = "one\ntwo\nthree\n" };

    /// <summary>
    /// Opens a session over a folder that holds the files; null for a plain one without a terminal.
    /// Tools that run programs need a session of their own. What the session holds open is disposed of if it is <see cref="IAsyncDisposable"/>.
    /// </summary>
    public Func<string, IToolSession>? OpenSession { get; set; }

    /// <summary>Whether equal calls in equal projects give equal text.</summary>
    /// <value>The default value is true.</value>
    public bool Deterministic { get; set; } = true;

    /// <summary>The part's own options as a pipeline says them, for the check that has it made by a host.</summary>
    /// <value>The default value is null: the options' own defaults.</value>
    public JsonObject? PartOptions { get; set; }

    /// <summary>How long any one check may take.</summary>
    /// <value>The default value is 20 seconds.</value>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(20);
}
