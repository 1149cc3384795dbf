using Tessera.Adapters.Models;
using Tessera.Adapters.Routing;
using Tessera.Adapters.Training.Experts;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Training.Skills;

/// <summary>
/// Skills that train together with what decides between them, as Poly and MHR do: an inventory of K LoRA, mixed factor by factor for each
/// task by a router. Skills are mixed once for each set of weights in a step, so that its cost grows with the tasks in it, not with the examples.
/// </summary>
public sealed class SkillsInTraining : ITrainable
{
    private readonly List<AdaptedGroup> _groups;
    private readonly Dictionary<string, SkillMap> _maps;
    private readonly SkillSettings _settings;

    /// <summary>Makes skills that add nothing yet, and their routing.</summary>
    /// <param name="model">The base model.</param>
    /// <param name="router">What decides: it mixes parameters, for all input or for each example by its task.</param>
    /// <param name="tasks">The tasks' names, by which examples are numbered.</param>
    /// <param name="settings">What the skills adapt.</param>
    /// <param name="seed">The origin of the first factors, each from its skill's and its map's name, and of the routing.</param>
    /// <param name="trained">The routing to go on from, by the name of each map; null to begin anew.</param>
    /// <exception cref="TesseraException">The router cannot be trained so (TESS5551), or refuses the maps or the routing to go on from.</exception>
    /// <exception cref="ArgumentException">A target is no map of the model, or there are no tasks though each is to train alone.</exception>
    public SkillsInTraining(CausalModel model, IRouter router, IReadOnlyList<string> tasks, SkillSettings settings, Seed seed, TrainedRouting? trained = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(router);
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.IsEachTaskAlone && tasks.Count == 0) throw new ArgumentException("There are no tasks that could train alone.", nameof(tasks));
        (_settings, Tasks) = (settings, tasks);
        _groups = [.. settings.Lora.Choose(model)];
        Names = [.. Enumerable.Range(0, settings.Skills).Select(skill => SkillNames.Of(skill, settings.Skills))];
        using var scope = torch.NewDisposeScope();
        _maps = new SkillMapMaker(model, router, tasks, settings, Names, seed, trained).Make([.. _groups.SelectMany(group => group.Maps)]);
        try
        {
            Parameters = [.. Describe()];
            if (settings.Averaging is not null && Routings.Any(routing => routing.Value is not IAveragedRouting)) throw SkillMapMaker.Unfit("its weights cannot be led to their average");
            if (Members > 1 && Parameters.FirstOrDefault(parameter => parameter.Value.shape.FirstOrDefault() != Members) is { } common)
                throw SkillMapMaker.Unfit($"the tasks share its '{common.Name}', and each is to learn alone");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The skills' names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The tasks' names, by which examples are numbered.</summary>
    public IReadOnlyList<string> Tasks { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TrainedParameter> Parameters { get; }

    /// <inheritdoc/>
    public int Members => _settings.IsEachTaskAlone ? Tasks.Count : 1;

    /// <summary>What was learned of the routing, by the name of each map, as <see cref="TrainedRouting.Save"/> wants it; the tensors stay the routing's.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, torch.Tensor>> RoutingState => _maps.ToDictionary(map => map.Key, map => map.Value.Routing.State, StringComparer.Ordinal);

    private IEnumerable<KeyValuePair<string, IMapRouting>> Routings =>
        _maps.Values.Select(map => KeyValuePair.Create(RoutingUnits.Of(map.Map.Name, _settings.Unit), map.Routing)).DistinctBy(routing => routing.Value);

    /// <inheritdoc/>
    public void Prepare(int step)
    {
        if (_settings.Averaging is { } averaging) Average(averaging.ShareOf(step));
    }

    /// <summary>Lets the learned weights count no more than as a share; the rest is the average.</summary>
    /// <param name="learnedShare">α, from 0 to 1.</param>
    public void Average(double learnedShare)
    {
        foreach (var routing in Routings.Select(routing => routing.Value).OfType<IAveragedRouting>()) routing.LearnedShare = learnedShare;
    }

    /// <inheritdoc/>
    public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(hidden);
        ArgumentNullException.ThrowIfNull(batch);
        var additions = new torch.Tensor?[group.Maps.Count];
        using var scope = torch.NewDisposeScope();
        RoutingInput? input = null;
        for (var i = 0; i < group.Maps.Count; i++)
        {
            if (!_maps.TryGetValue(group.Maps[i].Name, out var map)) continue;
            input ??= RoutedAdaptation.Describe(hidden.to_type(map.Read.dtype), batch);
            additions[i] = map.Apply(input.Hidden, map.Weigh(input)).to_type(hidden.dtype).MoveToOuterDisposeScope();
        }

        return additions;
    }

    /// <summary>Mixes the skills for a batch before it goes through the layers.</summary>
    /// <param name="batch">The sequences.</param>
    /// <returns>What was mixed, which the caller disposes of; null where it cannot be told before, because weights depend on hidden states or each task has skills of its own.</returns>
    internal MixedSkills? MixAhead(TokenBatch batch)
    {
        if (Members > 1 || Routings.Any(routing => !routing.Value.IgnoresHidden)) return null;
        using var scope = torch.NewDisposeScope();
        var tokens = batch.Tokens.numel();
        var weights = _maps.ToDictionary(
            map => map.Key, map => map.Value.Weigh(RoutedAdaptation.Describe(torch.zeros(1, map.Value.Map.InputSize, map.Value.Read.dtype).expand(tokens, -1), batch)), StringComparer.Ordinal);
        return new MixedSkills(_groups, _maps, weights, batch.Lengths.Count);
    }

    /// <inheritdoc/>
    public ITrainedPart? Part(int first, int count, bool isAlone = false) => Members == 1 ? new SkillsPart(this) : null;

    /// <summary>The factors of a skill as they are now.</summary>
    /// <param name="skill">The skill's index.</param>
    /// <param name="task">Whose copy, where each task trains alone.</param>
    /// <returns>Copies by the name of the map, which the caller disposes of.</returns>
    public IReadOnlyDictionary<string, LoraFactors> Take(int skill, int task = 0)
    {
        using var none = torch.no_grad();
        return _maps.ToDictionary(map => map.Key, map => map.Value.Take(skill, Math.Min(task, map.Value.Copies - 1)), StringComparer.Ordinal);
    }

    /// <summary>All that a task uses as one LoRA, exactly: the skills, mixed by the weights that it has outside of training.</summary>
    /// <param name="task">The task's index; -1 for a task that nobody knows, which has the average.</param>
    /// <returns>New factors by the name of the map, which the caller disposes of.</returns>
    public IReadOnlyDictionary<string, LoraFactors> Fold(int task)
    {
        using var none = torch.no_grad();
        return _maps.ToDictionary(map => map.Key, map => map.Value.Fold(task), StringComparer.Ordinal);
    }

    /// <summary>Goes on from other skills.</summary>
    /// <param name="skill">The skill's index.</param>
    /// <param name="factors">Factors of the same rank for each adapted map; they are copied.</param>
    /// <exception cref="ArgumentException">A map's factors are missing or of another shape.</exception>
    public void Begin(int skill, IReadOnlyDictionary<string, LoraFactors> factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        foreach (var map in _maps.Values)
        {
            if (!factors.TryGetValue(map.Map.Name, out var own) || own.Rank != _settings.Lora.Rank)
                throw new ArgumentException($"There are no factors of rank {_settings.Lora.Rank} for {map.Map.Name} to begin with.", nameof(factors));
            map.Begin(skill, own);
        }
    }

    /// <summary>Disposes of skills and routing.</summary>
    public void Dispose()
    {
        foreach (var parameter in Parameters ?? []) parameter.Value.grad?.Dispose();
        foreach (var (_, routing) in Routings.ToList()) routing.Dispose();
        foreach (var map in _maps.Values) map.Dispose();
    }

    private IEnumerable<TrainedParameter> Describe()
    {
        var factors = _settings.AreSkillsFrozen ? [] : _maps.Values.SelectMany(map => new[]
        {
            new TrainedParameter(map.Map.Name + ".read", map.Read, ParameterKind.Factors), new TrainedParameter(map.Map.Name + ".write", map.Write, ParameterKind.Factors),
        });
        return factors.Concat(Routings.SelectMany(routing => routing.Value.Parameters.Select(parameter => new TrainedParameter($"{routing.Key}.{parameter.Key}", parameter.Value, ParameterKind.Routing))));
    }
}
