using Tessera.Adapters.Library;
using Tessera.Adapters.Models;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Adapters.Training.Experts;

/// <summary>What a LoRA adapts and how.</summary>
public sealed record LoraSettings
{
    /// <summary>The rank of the factors.</summary>
    /// <value>The default value is 4.</value>
    public int Rank { get; init; } = 4;

    /// <summary>The factor of the product B · A: alpha / rank.</summary>
    /// <value>The default value is 1.</value>
    public double Scaling { get; init; } = 1;

    /// <summary>The maps that are adapted: ends of their names, such as <c>q_proj</c>, or regular expressions that the whole name matches; empty for all.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>
    /// Whether all experts begin with the same A, as they do that are trained one by one with the same seed. Only then do factors of experts resemble each other
    /// where their tasks do; their products may also otherwise.
    /// </summary>
    /// <value>The default value is false.</value>
    public bool HasCommonStart { get; init; }

    /// <summary>The adapted maps of a model, in groups with one input.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The groups that have an adapted map, with their adapted maps; at least one.</returns>
    /// <exception cref="TesseraException">A target is neither an end of a map's name nor a pattern of one (TESS5518).</exception>
    public IReadOnlyList<AdaptedGroup> Choose(CausalModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var maps = model.Groups.SelectMany(group => group.Maps).ToList();
        if (Targets.FirstOrDefault(target => !maps.Exists(map => IsMeant(target, map))) is { } unknown)
            throw Unfit($"No map of the model is meant by '{unknown}'.", NearestName.Suggest(unknown, maps.Select(map => map.Name.Split('.')[^1])));
        return [.. model.Groups.Select(group => new AdaptedGroup(group, [.. group.Maps.Where(map => Targets.Count == 0 || Targets.Any(target => IsMeant(target, map)))])).Where(group => group.Maps.Count > 0)];
    }

    private static bool IsMeant(string target, LinearMap map)
    {
        try
        {
            return TargetModules.Named([target]).Matches(map.Name) || TargetModules.Matching(target).Matches(map.Name);
        }
        catch (Exception unfit) when (unfit is ArgumentException or TimeoutException)
        {
            throw Unfit($"The target '{target}' is no regular expression that can be tried.", "Name the end of maps' names, such as q_proj, or mend the expression.");
        }
    }

    private static TesseraException Unfit(string message, string remedy) => new(Diagnostic.Error("TESS5518", message, remedy: remedy));
}
