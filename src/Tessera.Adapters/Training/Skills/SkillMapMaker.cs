using Tessera.Adapters.Lora;
using Tessera.Adapters.Models;
using Tessera.Adapters.Routing;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Training.Skills;

/// <summary>Makes the inventory of each map and its routing.</summary>
internal sealed class SkillMapMaker(CausalModel model, IRouter router, IReadOnlyList<string> tasks, SkillSettings settings, IReadOnlyList<string> names, Seed seed, TrainedRouting? trained)
{
    private readonly int _copies = settings is { IsEachTaskAlone: true, AreSkillsFrozen: false } ? tasks.Count : 1;

    // Factors learn in single precision even where the model computes in less.
    private readonly torch.ScalarType _type = model.Type == torch.ScalarType.Float64 ? torch.ScalarType.Float64 : torch.ScalarType.Float32;

    public static TesseraException Unfit(string reason) => new(Diagnostic.Error(
        "TESS5551", $"Skills cannot be trained with this router: {reason}.", remedy: "Use router/poly or router/mhr, or another router that mixes parameters and decides by the task."));

    /// <exception cref="TesseraException">The router cannot be trained so (TESS5551).</exception>
    public Dictionary<string, SkillMap> Make(IReadOnlyList<LinearMap> maps)
    {
        if (router.Mixing != ExpertMixing.Parameters) throw Unfit("it mixes outputs, not parameters");
        var made = new Dictionary<string, SkillMap>(StringComparer.Ordinal);
        var routings = new List<IMapRouting>();
        try
        {
            foreach (var unit in maps.GroupBy(map => RoutingUnits.Of(map.Name, settings.Unit)))
            {
                var factors = unit.Select(map => (Map: map, Read: Draw(map), Write: Learn(torch.zeros(_copies, settings.Skills, settings.Lora.Rank, map.OutputSize)))).ToList();
                var banks = factors.ConvertAll(own => Bank(own.Map, own.Read, own.Write));
                var routing = router.Prepare(banks, new RoutingContext { Tasks = tasks, Experts = [.. names.Select(name => new ExpertInfo(name, new Dictionary<string, string>()))], Seed = seed.Derive(unit.Key), State = StateOf(unit.First()) });
                routings.Add(routing);
                foreach (var bank in banks) bank.Dispose();
                foreach (var (map, read, write) in factors)
                {
                    Widen(read, routing);
                    made[map.Name] = new SkillMap(map, read, write, settings.Lora.Scaling, routing);
                }
            }

            foreach (var map in made.Values) map.Keep();
            return made;
        }
        catch
        {
            foreach (var routing in routings) routing.Dispose();
            throw;
        }
    }

    private IReadOnlyDictionary<string, torch.Tensor>? StateOf(LinearMap map) =>
        trained is null ? null : trained.State.GetValueOrDefault(map.Name) ?? throw new ArgumentException($"The trained routing has no state for {map.Name}.", nameof(map));

    // All copies begin alike: each task goes on from the same skills.
    private torch.Tensor Draw(LinearMap map)
    {
        var skills = names.Select(name => LoraFactorInitializer.Create(settings.Initialization, map, settings.Lora.Rank, settings.Lora.Scaling, seed.Derive(name).Derive(map.Name)).A);
        return Learn(torch.stack([.. skills], 0).unsqueeze(0).repeat(_copies, 1, 1, 1));
    }

    private torch.Tensor Learn(torch.Tensor value) => value.to(_type, model.Device).detach().requires_grad_(!settings.AreSkillsFrozen);

    // Of the factors in training, not of copies: whatever the router looks at, it sees them as they are.
    private ExpertBank Bank(LinearMap map, torch.Tensor read, torch.Tensor write)
    {
        using var none = torch.no_grad();
        var factors = names.Index().Select(name => new LoraFactors(read.detach()[0, name.Index], write.detach()[0, name.Index].t(), settings.Lora.Scaling));
        return new ExpertBank(map, names, [.. factors]);
    }

    // Only the routing knows how many heads there are.
    private void Widen(torch.Tensor read, IMapRouting routing)
    {
        using var none = torch.no_grad();
        using var probe = routing.Route(new RoutingInput { Hidden = torch.zeros(1, read.shape[3], _type, model.Device), Tasks = [tasks.Count > 0 ? 0 : -1] });
        if (probe.Granularity == RoutingGranularity.PerToken) throw Unfit("it decides for each token, not for each task");
        if (settings.Initialization == LoraInitialization.Peft && probe.Heads > 1) read.copy_(read.Times(Math.Sqrt(probe.Heads)));
    }
}
