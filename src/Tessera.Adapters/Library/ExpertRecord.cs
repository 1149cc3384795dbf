using System.Text.Json.Nodes;

namespace Tessera.Adapters.Library;

/// <summary>Where an expert comes from.</summary>
public sealed record ExpertRecord
{
    /// <summary>The task that it was trained on, or several, separated by commas; null where it is not known.</summary>
    public string? Task { get; init; }

    /// <summary>The experts that it was made from, by name: those that were merged, or the one that was trained further.</summary>
    public IReadOnlyList<string> Parents { get; init; } = [];

    /// <summary>The name of the base model; null where it is not known.</summary>
    public string? BaseModel { get; init; }

    /// <summary>How it was trained; null where it is not known.</summary>
    public JsonObject? Training { get; init; }

    /// <summary>What else is known, by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The record as names and values, as <see cref="Tessera.Sdk.Tensors.Experts.ExpertInfo.Metadata"/> shows it.</summary>
    internal Dictionary<string, string> ToMetadata()
    {
        var all = new Dictionary<string, string>(Metadata, StringComparer.Ordinal);
        if (Task is not null) all[ExpertKeys.Task] = Task;
        if (BaseModel is not null) all[ExpertKeys.BaseModel] = BaseModel;
        if (Parents.Count > 0) all[ExpertKeys.Parents] = string.Join(',', Parents);
        return all;
    }
}
