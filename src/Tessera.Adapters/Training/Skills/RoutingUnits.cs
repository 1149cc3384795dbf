namespace Tessera.Adapters.Training.Skills;

/// <summary>Names of the units that share weights.</summary>
internal static class RoutingUnits
{
    /// <summary>The unit that a map belongs to: its name, or the part of its name up to its block or its layer's number.</summary>
    public static string Of(string map, RoutingUnit unit)
    {
        var parts = map.Split('.');
        var layer = Array.FindIndex(parts, part => part.Length > 0 && part.All(char.IsAsciiDigit));
        return unit switch
        {
            RoutingUnit.Block when parts.Length > 1 => string.Join('.', parts[..^1]),
            RoutingUnit.Layer when layer >= 0 => string.Join('.', parts[..(layer + 1)]),
            RoutingUnit.Model => "model",
            _ => map,
        };
    }
}
