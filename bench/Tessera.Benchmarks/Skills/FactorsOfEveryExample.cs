using Tessera.Adapters.Models;
using Tessera.Adapters.Training;
using Tessera.Adapters.Training.Skills;
using Tessera.Sdk.Tensors.Native;
using static TorchSharp.torch;

namespace Tessera.Benchmarks.Skills;

/// <summary>Poly and MHR as PEFT and the papers' code train them: the factors of each example are mixed by themselves, though examples share their task.</summary>
internal sealed class FactorsOfEveryExample : ITrainable
{
    private readonly Dictionary<string, (Tensor A, Tensor B, Tensor Logits)> _maps = [];
    private readonly int _heads;

    /// <summary>Begins with copies of other skills, in the order of axes that PEFT has: A (S, K, d_in/S, r), B (S, K, r, d_out/S).</summary>
    public FactorsOfEveryExample(SkillsInTraining skills, int heads)
    {
        _heads = heads;
        foreach (var map in skills.RoutingState.Keys)
        {
            Tensor Of(string name) => skills.Parameters.Single(parameter => parameter.Name == $"{map}.{name}").Value.detach();
            var (read, write) = (Of("read")[0], Of("write")[0]);
            var (k, r, d) = (read.shape[0], read.shape[1], read.shape[2]);
            _maps[map] = (
                read.reshape(k, r, heads, d / heads).permute(2, 0, 3, 1).contiguous().clone().requires_grad_(),
                write.reshape(k, r, heads, d / heads).permute(2, 0, 1, 3).contiguous().clone().requires_grad_(), Of("logits").clone().requires_grad_());
        }

        Parameters = [.. _maps.SelectMany(map => new[]
        {
            new TrainedParameter(map.Key + ".a", map.Value.A, ParameterKind.Factors), new TrainedParameter(map.Key + ".b", map.Value.B, ParameterKind.Factors),
            new TrainedParameter(map.Key + ".logits", map.Value.Logits, ParameterKind.Routing),
        })];
    }

    public IReadOnlyList<TrainedParameter> Parameters { get; }

    public int Members => 1;

    public IReadOnlyList<Tensor?> Adapt(MapGroup group, Tensor hidden, TokenBatch batch)
    {
        using var scope = NewDisposeScope();
        var (a, b, logits) = _maps[group.Maps[0].Name];
        var rows = tensor(batch.Tasks!.Select(task => (long)task).ToArray());
        var shares = logits.index_select(0, rows).reshape(rows.shape[0], _heads, -1).sigmoid();
        var weights = shares / shares.sum(2, keepdim: true).Plus(1e-12);
        var (examples, rank) = (rows.shape[0], a.shape[3]);
        var mixedA = einsum("bqs,qsdr->bqdr", weights, a).reshape(examples, -1, rank);
        var mixedB = einsum("bqs,qsrd->bqrd", weights, b).transpose(1, 2).reshape(examples, rank, -1);
        return [hidden.reshape(examples, -1, hidden.shape[1]).bmm(mixedA).bmm(mixedB).reshape(hidden.shape[0], -1).MoveToOuterDisposeScope()];
    }

    public void Dispose()
    {
        foreach (var parameter in Parameters)
        {
            parameter.Value.grad?.Dispose();
            parameter.Value.Dispose();
        }
    }
}
