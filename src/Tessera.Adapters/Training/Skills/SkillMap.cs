using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using Tessera.Sdk.Tensors.Routing;
using TorchSharp;

namespace Tessera.Adapters.Training.Skills;

/// <summary>The skills of one map, side by side: A as (copies, K, r, d_in) and B transposed as (copies, K, r, d_out).</summary>
internal sealed class SkillMap(LinearMap map, torch.Tensor read, torch.Tensor write, double scaling, IMapRouting routing) : IDisposable
{
    public LinearMap Map => map;

    public torch.Tensor Read => read;

    public torch.Tensor Write => write;

    public int Rank => (int)read.shape[2];

    public double Scaling => scaling;

    /// <summary>What decides for the map; others may share it.</summary>
    public IMapRouting Routing => routing;

    public int Copies => (int)read.shape[0];

    public int Skills => (int)read.shape[1];

    /// <summary>Decides the weights of sequences.</summary>
    public SequenceWeights Weigh(RoutingInput input)
    {
        using var decided = routing.Route(input);
        return SequenceWeights.Arrange(decided, input.ExampleCount, Copies, Skills, read.dtype);
    }

    /// <summary>
    /// What the skills add to the map's output. They are mixed once for each row of weights, all rows in one product, and not for each sequence or token.
    /// </summary>
    /// <param name="hidden">(sequences · length, d_in).</param>
    /// <param name="weights">The weights of the sequences.</param>
    public torch.Tensor Apply(torch.Tensor hidden, SequenceWeights weights)
    {
        var (a, b) = Mix(weights.Weights);
        if (weights.Rows is { } rows) (a, b) = (a.index_select(0, rows), b.index_select(0, rows));
        var inner = hidden.reshape(a.shape[0], -1, hidden.shape[1]).bmm(a.transpose(1, 2));
        return (scaling == 1 ? inner : inner.Times(scaling)).bmm(b).reshape(hidden.shape[0], -1);
    }

    /// <summary>Mixes the skills for each row of weights.</summary>
    /// <param name="weights">(copies, rows of each, heads, skills).</param>
    /// <returns>A, (copies · rows, r, d_in), and B transposed, (copies · rows, r, d_out).</returns>
    public (torch.Tensor Read, torch.Tensor Write) Mix(torch.Tensor weights) => (Mix(read, weights), Mix(write, weights));

    /// <summary>All that a task uses, as one LoRA.</summary>
    public LoraFactors Fold(int task)
    {
        using var scope = torch.NewDisposeScope();
        using var decided = routing.Route(new RoutingInput { Hidden = torch.zeros(1, map.InputSize, read.dtype, read.device), Tasks = [task] });
        var row = SequenceWeights.Arrange(decided, 1, 1, Skills, read.dtype).Weights;
        var copy = Math.Clamp(task, 0, Copies - 1);
        return Own(Mix(read.narrow(0, copy, 1), row)[0], Mix(write.narrow(0, copy, 1), row)[0]);
    }

    /// <summary>A copy's skill as an expert.</summary>
    public LoraFactors Take(int skill, int copy)
    {
        using var scope = torch.NewDisposeScope();
        return Own(read[copy, skill], write[copy, skill]);
    }

    /// <summary>Takes the tensors out of the current dispose scope.</summary>
    public void Keep()
    {
        read.DetachFromDisposeScope();
        write.DetachFromDisposeScope();
    }

    /// <summary>Makes one skill of all copies what an expert is. Where its scaling is another, both factors take their half, as mixing parameters has it.</summary>
    public void Begin(int skill, LoraFactors factors)
    {
        var root = Math.Sqrt(factors.Scaling / scaling);
        read.select(1, skill).copy_(factors.A.Times(root));
        write.select(1, skill).copy_(factors.B.t().Times(root));
    }

    public void Dispose()
    {
        foreach (var factor in new[] { read, write })
        {
            factor.grad?.Dispose();
            factor.Dispose();
        }
    }

    private LoraFactors Own(torch.Tensor a, torch.Tensor b) =>
        new(a.cpu().clone().DetachFromDisposeScope(), b.t().cpu().contiguous().clone().DetachFromDisposeScope(), scaling);

    // (copies, K, r, width) by (copies, rows, heads, K): (copies · rows, r, width). Head h weighs block h of the width.
    private static torch.Tensor Mix(torch.Tensor factor, torch.Tensor weights)
    {
        var (copies, skills, rank, width) = (factor.shape[0], factor.shape[1], factor.shape[2], factor.shape[3]);
        var (rows, heads) = (weights.shape[1], weights.shape[2]);
        if (heads == 1) return weights.squeeze(2).bmm(factor.reshape(copies, skills, rank * width)).reshape(copies * rows, rank, width);
        var blocks = factor.reshape(copies, skills, rank, heads, width / heads).permute(0, 3, 1, 2, 4).reshape(copies * heads, skills, -1);
        var mixed = weights.permute(0, 2, 1, 3).reshape(copies * heads, rows, skills).bmm(blocks);
        return mixed.reshape(copies, heads, rows, rank, width / heads).permute(0, 2, 3, 1, 4).reshape(copies * rows, rank, width);
    }
}
