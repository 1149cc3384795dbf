using System.Text.Json.Nodes;

namespace Tessera.Hosting.Manifests;

/// <summary>What a step hands over to other steps.</summary>
public sealed class PartOutput
{
    private readonly SchemaText? _schema;

    internal PartOutput(string type, IReadOnlyList<string> implements, SchemaText? schema) =>
        (Type, Implements, _schema) = (type, implements, schema);

    /// <summary>The full name of the output's class.</summary>
    public string Type { get; }

    /// <summary>The full names of its base classes and interfaces, as which it may also be taken.</summary>
    public IReadOnlyList<string> Implements { get; }

    /// <summary>The properties of an output that is stored as JSON; null for one that saves itself.</summary>
    public JsonObject? Schema => _schema?.Schema;
}
