using System.Text.Json.Nodes;

namespace Tessera.Sdk.Schemas;

/// <summary>Gives the values that JSON cannot hold: parts, and what other steps hand over.</summary>
public interface IValueSource
{
    /// <summary>Gives the value for a place, if this source has one.</summary>
    /// <param name="type">The type that is needed.</param>
    /// <param name="node">What stands there.</param>
    /// <param name="path">The path of keys to the place.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether there is one; otherwise the node is bound as JSON.</returns>
    /// <exception cref="FormatException">What stands there names a value, but not one that fits; the message says why.</exception>
    bool TryGet(Type type, JsonNode? node, string path, out object? value);
}
