using Tessera.Sdk.Diagnostics;

namespace Tessera.ToolSources.Mcp;

/// <summary>The values of the variables that a server is given. They are sent to it, and shown to nobody.</summary>
internal sealed class Secrets
{
    // Shorter ones stand in any text, and hide nothing.
    private const int ShortestHidden = 4;

    private readonly Dictionary<string, string> _values;

    private Secrets(Dictionary<string, string> values) => _values = values;

    /// <summary>The value of a variable that the options name.</summary>
    public string this[string variable] => _values[variable];

    /// <summary>Reads what the options name from this process's environment.</summary>
    /// <exception cref="TesseraException">TESS4612: a variable is not set; all of them are said.</exception>
    public static Secrets Read(McpOptions options)
    {
        var names = options.Environment.Concat(options.Headers.Values).Distinct(StringComparer.Ordinal).ToList();
        var missing = names.Where(name => Environment.GetEnvironmentVariable(name) is null).Select(name => Diagnostic.Error(
            "TESS4612", $"The variable '{name}', which the MCP server needs, is not set.", remedy: "Set it in the environment of this process, or do not name it.")).ToList();
        return missing.Count > 0 ? throw new TesseraException(missing) : new Secrets(names.ToDictionary(name => name, name => Environment.GetEnvironmentVariable(name)!));
    }

    /// <summary>A text without the values, should the server have written them.</summary>
    public string Hide(string text) => _values
        .Where(variable => variable.Value.Length >= ShortestHidden)
        .OrderByDescending(variable => variable.Value.Length)
        .Aggregate(text, (shown, variable) => shown.Replace(variable.Value, $"[{variable.Key}]", StringComparison.Ordinal));
}
