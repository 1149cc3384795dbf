using System.ComponentModel.DataAnnotations;

namespace Tessera.ToolSources.Mcp;

/// <summary>Options of <c>tools/mcp</c>: a server is either a command, which is started, or an address.</summary>
/// <remarks>Secrets never stand in a pipeline: variables and headers are named, and their values come from this process's environment.</remarks>
public sealed class McpOptions
{
    /// <summary>The server's program and its arguments; it speaks the protocol on standard input and output.</summary>
    /// <value>The default value is null: <see cref="Url"/> says where the server is.</value>
    [MinLength(1)]
    public IReadOnlyList<string>? Command { get; set; }

    /// <summary>The names of the variables that the server sees besides those that programs need, such as PATH and HOME.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> Environment { get; set; } = [];

    /// <summary>The folder that the server is started in.</summary>
    /// <value>The default value is null: the folder of this process.</value>
    public string? WorkingFolder { get; set; }

    /// <summary>The address of a running server, which speaks streamable HTTP.</summary>
    /// <value>The default value is null: <see cref="Command"/> starts the server.</value>
    public string? Url { get; set; }

    /// <summary>Headers of the requests to <see cref="Url"/>: for each, the name of the variable that holds its value, such as Authorization: SHOP_TOKEN.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    /// <summary>The tools that are taken, by their names at the server.</summary>
    /// <value>The default value is null: all of them.</value>
    [MinLength(1)]
    public IReadOnlyList<string>? Tools { get; set; }

    /// <summary>What stands before the tools' names, so that those of two servers can be told apart. What models could not call, such as a dot, is an underscore.</summary>
    /// <value>The default value is empty.</value>
    public string Prefix { get; set; } = "";

    /// <summary>How long the server may take to start, and to answer a call.</summary>
    /// <value>The default value is 60 seconds.</value>
    [Range(1, 86_400)]
    public int TimeoutSeconds { get; set; } = 60;
}
