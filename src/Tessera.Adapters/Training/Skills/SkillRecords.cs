using Tessera.Adapters.Library;

namespace Tessera.Adapters.Training.Skills;

/// <summary>What a library of skills says of itself.</summary>
internal static class SkillRecords
{
    /// <summary>The name under which the record of a skill's training says which maps share weights.</summary>
    public const string Unit = "unit";

    /// <summary>Which maps of a library share weights; none where nothing is said.</summary>
    public static RoutingUnit UnitOf(ExpertLibrary library) =>
        library.Experts.Count > 0 && library.RecordOf(0).Training?[Unit]?.ToString() is { } name && Enum.TryParse<RoutingUnit>(name, ignoreCase: true, out var unit) ? unit : RoutingUnit.Map;
}
