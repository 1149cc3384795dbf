using Tessera.Adapters.Lora;
using Tessera.Adapters.Models;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Training.Experts;

/// <summary>
/// LoRA experts that train side by side in one pass over one frozen base: the examples of a step are those of the first expert, then
/// as many of the second, and so on, and each map multiplies all of them at once. No expert sees another's examples or factors, so each
/// becomes what it would become alone.
/// </summary>
public sealed class ExpertsInTraining : ITrainable
{
    private readonly IReadOnlyList<AdaptedGroup> _groups;
    private readonly Dictionary<MapGroup, StackedFactors> _factors = new(ReferenceEqualityComparer.Instance);
    private readonly LoraSettings _settings;

    /// <summary>Makes experts that change nothing yet: A is drawn, the same for all or for each by its name, and B is zero.</summary>
    /// <param name="model">The base model.</param>
    /// <param name="names">The experts' names, at least one.</param>
    /// <param name="settings">What they adapt.</param>
    /// <param name="initialization">How the factors begin.</param>
    /// <param name="seed">The origin of the first factors.</param>
    public ExpertsInTraining(CausalModel model, IReadOnlyList<string> names, LoraSettings settings, LoraInitialization initialization, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(settings);
        if (names.Count == 0) throw new ArgumentException("There are no experts to train.", nameof(names));
        (_settings, Names, _groups) = (settings, names, settings.Choose(model));
        using var scope = torch.NewDisposeScope();
        // Factors learn in single precision even where the model computes in less.
        var type = model.Type == torch.ScalarType.Float64 ? torch.ScalarType.Float64 : torch.ScalarType.Float32;
        foreach (var group in _groups)
        {
            // The A of maps with one input stand on top of each other: one product reads the input for all of them.
            var read = torch.stack([.. names.Select(name => torch.cat([.. group.Maps.Select(map => LoraFactorInitializer.Create(initialization, map, settings.Rank, settings.Scaling, (settings.HasCommonStart ? seed : seed.Derive(name)).Derive(map.Name)).A)], 0))], 0);
            var write = group.Maps.Select(map => torch.zeros(names.Count, map.OutputSize, settings.Rank));
            _factors[group.Group] = new StackedFactors(group, settings.Rank, settings.Scaling, Learn(read, type, model.Device), [.. write.Select(factor => Learn(factor, type, model.Device))]);
        }

        Parameters = [.. _groups.SelectMany(Describe)];
    }

    /// <summary>The experts' names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TrainedParameter> Parameters { get; }

    /// <inheritdoc/>
    public int Members => Names.Count;

    /// <inheritdoc/>
    public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(hidden);
        return _factors.TryGetValue(group, out var factors) ? factors.Apply(hidden) : new torch.Tensor?[group.Maps.Count];
    }

    /// <inheritdoc/>
    public ITrainedPart Part(int first, int count, bool isAlone = false) => new ExpertsPart(_factors, first, count, isAlone);

    /// <summary>The factors of an expert as they are now.</summary>
    /// <param name="expert">The expert's index.</param>
    /// <returns>Copies by the name of the map, which the caller disposes of.</returns>
    public IReadOnlyDictionary<string, LoraFactors> Take(int expert)
    {
        var taken = new Dictionary<string, LoraFactors>(StringComparer.Ordinal);
        using var none = torch.no_grad();
        foreach (var group in _groups)
        {
            using var scope = torch.NewDisposeScope();
            var (_, _, _, read, write) = _factors[group.Group];
            for (var i = 0; i < group.Maps.Count; i++)
            {
                var a = read[expert].narrow(0, i * _settings.Rank, _settings.Rank).cpu().clone();
                var b = write[i][expert].cpu().clone();
                taken[group.Maps[i].Name] = new LoraFactors(a.DetachFromDisposeScope(), b.DetachFromDisposeScope(), _settings.Scaling);
            }
        }

        return taken;
    }

    /// <summary>Goes on from other factors, as few-shot adaptation does.</summary>
    /// <param name="expert">The expert's index.</param>
    /// <param name="factors">Factors of the same rank for each adapted map; they are copied, and their scaling goes into B.</param>
    /// <exception cref="ArgumentException">A map's factors are missing or of another shape.</exception>
    public void Begin(int expert, IReadOnlyDictionary<string, LoraFactors> factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        foreach (var group in _groups)
        {
            var (_, _, _, read, write) = _factors[group.Group];
            for (var i = 0; i < group.Maps.Count; i++)
            {
                if (!factors.TryGetValue(group.Maps[i].Name, out var own) || own.Rank != _settings.Rank)
                    throw new ArgumentException($"There are no factors of rank {_settings.Rank} for {group.Maps[i].Name} to begin with.", nameof(factors));
                read[expert].narrow(0, i * _settings.Rank, _settings.Rank).copy_(own.A);
                write[i][expert].copy_(own.B.Times(own.Scaling / _settings.Scaling));
            }
        }
    }

    /// <summary>Disposes of the factors.</summary>
    public void Dispose()
    {
        foreach (var parameter in Parameters)
        {
            parameter.Value.grad?.Dispose();
            parameter.Value.Dispose();
        }
    }

    private IEnumerable<TrainedParameter> Describe(AdaptedGroup group)
    {
        var (_, _, _, read, write) = _factors[group.Group];
        return [new TrainedParameter(group.Name + ".read", read, ParameterKind.Factors), .. group.Maps.Select((map, i) => new TrainedParameter(map.Name + ".write", write[i], ParameterKind.Factors))];
    }

    // Gradients are there from the beginning: those of parts are added to them.
    private static torch.Tensor Learn(torch.Tensor value, torch.ScalarType type, torch.Device device)
    {
        var learned = value.to(type, device).detach().requires_grad_().DetachFromDisposeScope();
        learned.grad = torch.zeros_like(learned);
        return learned;
    }
}
