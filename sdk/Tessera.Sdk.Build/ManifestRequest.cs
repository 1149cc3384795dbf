using Tessera.Sdk.Diagnostics;

namespace Tessera.Sdk.Build;

/// <summary>What the build says of a plugin.</summary>
internal sealed record ManifestRequest
{
    // Free text does not go through a shell.
    private const string DescriptionVariable = "TESSERA_PLUGIN_DESCRIPTION";
    private const string CapabilitiesVariable = "TESSERA_PLUGIN_CAPABILITIES";

    public required string Project { get; init; }

    public required string Assembly { get; init; }

    /// <summary>The documentation file that the compiler wrote; it need not be there.</summary>
    public string Documentation { get; init; } = "";

    public required string Output { get; init; }

    public required string Id { get; init; }

    public required string Version { get; init; }

    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>What the plugin says that it does beyond what the host hands to it.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Reads <c>--name value</c> pairs.</summary>
    public static ManifestRequest Parse(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < arguments.Count; i += 2) values[arguments[i]] = arguments[i + 1];
        return new ManifestRequest
        {
            Project = Needed("--project"),
            Assembly = Needed("--assembly"),
            Documentation = values.GetValueOrDefault("--documentation", ""),
            Output = Needed("--output"),
            Id = Needed("--id"),
            Version = Needed("--version"),
            Name = values.GetValueOrDefault("--name", ""),
            Description = Environment.GetEnvironmentVariable(DescriptionVariable) ?? "",
            Capabilities = (Environment.GetEnvironmentVariable(CapabilitiesVariable) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };

        string Needed(string name) => values.TryGetValue(name, out var value) && value.Length > 0
            ? value
            : throw new ManifestException("Tessera.Sdk.Build", [Diagnostic.Error("TESS1000", $"The option {name} is missing.")]);
    }
}
