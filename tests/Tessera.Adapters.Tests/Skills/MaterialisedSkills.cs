using Tessera.Adapters.Models;
using Tessera.Adapters.Routing;
using Tessera.Adapters.Training.Skills;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Tests.Skills;

/// <summary>The slow, obvious version of skills in training: the factors of every sequence are made, head by head, and multiplied by themselves.</summary>
internal sealed class MaterialisedSkills : IAdaptation
{
    private readonly double _scaling;
    private readonly Dictionary<string, (torch.Tensor Read, torch.Tensor Write, IMapRouting Routing)> _maps = [];

    /// <summary>Takes copies of the skills; the logits are copies, too.</summary>
    public MaterialisedSkills(SkillsInTraining skills, IRouter router, SkillSettings settings, Seed seed, IReadOnlyList<MapGroup> groups)
    {
        _scaling = settings.Lora.Scaling;
        var values = skills.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value.detach().clone());
        foreach (var map in groups.SelectMany(group => group.Maps))
        {
            var (read, write) = (values[map.Name + ".read"][0].clone().requires_grad_(), values[map.Name + ".write"][0].clone().requires_grad_());
            var bank = new ExpertBank(map, skills.Names, [.. skills.Names.Select((_, skill) => new LoraFactors(read[skill].detach(), write[skill].detach().t(), _scaling))]);
            var state = new Dictionary<string, torch.Tensor> { ["logits"] = values[map.Name + ".logits"] };
            _maps[map.Name] = (read, write, router.Prepare([bank], new RoutingContext { Tasks = skills.Tasks, Seed = seed.Derive(map.Name), State = state }));
        }
    }

    /// <summary>The gradient of a parameter by its name.</summary>
    public torch.Tensor Gradient(string name)
    {
        var map = _maps[name[..name.LastIndexOf('.')]];
        return name.EndsWith(".read", StringComparison.Ordinal) ? map.Read.grad!.unsqueeze(0) : name.EndsWith(".write", StringComparison.Ordinal) ? map.Write.grad!.unsqueeze(0) : map.Routing.Parameters["logits"].grad!;
    }

    public IReadOnlyList<torch.Tensor?> Adapt(MapGroup group, torch.Tensor hidden, TokenBatch batch) => [.. group.Maps.Select(map => Add(_maps[map.Name], hidden, batch))];

    private torch.Tensor Add((torch.Tensor Read, torch.Tensor Write, IMapRouting Routing) map, torch.Tensor hidden, TokenBatch batch)
    {
        var skills = (int)map.Read.shape[0];
        var decided = map.Routing.Route(RoutedAdaptation.Describe(hidden, batch)).ToDense(skills);
        var length = hidden.shape[0] / batch.Lengths.Count;
        var outputs = new List<torch.Tensor>();
        for (var sequence = 0; sequence < batch.Lengths.Count; sequence++)
        {
            var (a, b) = (Mix(map.Read, decided[sequence]), Mix(map.Write, decided[sequence]));
            outputs.Add(hidden.narrow(0, sequence * length, length).mm(a.t()).mm(b).Times(_scaling));
        }

        return torch.cat(outputs, 0);
    }

    // (K, r, width) by (heads, K).
    private static torch.Tensor Mix(torch.Tensor factor, torch.Tensor weights)
    {
        var (heads, block) = (weights.shape[0], factor.shape[2] / weights.shape[0]);
        var parts = new List<torch.Tensor>();
        for (var head = 0; head < heads; head++)
        {
            var sum = torch.zeros(factor.shape[1], block, factor.dtype);
            for (var skill = 0; skill < factor.shape[0]; skill++) sum = sum.Plus(weights[head, skill] * factor[skill].narrow(1, head * block, block));
            parts.Add(sum);
        }

        return torch.cat(parts, 1);
    }
}
