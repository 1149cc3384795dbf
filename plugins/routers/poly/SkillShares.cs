using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Routers.Poly;

/// <summary>Weights of skills from logits, as the code of arXiv:2211.03831 makes them.</summary>
internal static class SkillShares
{
    /// <param name="logits">(rows, heads, skills).</param>
    /// <param name="options">How.</param>
    /// <param name="training">Whether shares are drawn and dropped.</param>
    /// <param name="random">The origin of what is drawn.</param>
    /// <returns>(rows, heads, skills).</returns>
    public static torch.Tensor Weigh(torch.Tensor logits, PolyOptions options, bool training, Random random)
    {
        if (options.Gate == SkillGate.UnitLength) return torch.nn.functional.normalize(logits, 2, 2);
        var shares = Open(logits, options.Gate, training, random);
        if (training && options.Dropout > 0)
        {
            shares = (shares * Uniform(shares, random).AtLeast(options.Dropout).to_type(shares.dtype)).Over(1 - options.Dropout);
        }

        var (heads, skills) = (shares.shape[1], shares.shape[2]);
        if (options.SharedSkill) shares = torch.cat([shares.narrow(2, 0, skills - 1), torch.ones_like(shares.narrow(2, 0, 1))], 2);
        if (options.AverageCorrection) return shares.Times(Math.Sqrt((double)heads / skills));
        return shares / (shares.sum(2, keepdim: true).Plus(options.Epsilon));
    }

    private static torch.Tensor Open(torch.Tensor logits, SkillGate gate, bool training, Random random)
    {
        if (gate == SkillGate.RelaxedBernoulli && training)
        {
            var u = Uniform(logits, random);
            return (logits.Plus(u.log()) - u.neg().Plus(1).log()).sigmoid();
        }

        var open = logits.sigmoid();
        return gate == SkillGate.StraightThrough ? open.Plus((open.round() - open).detach()) : open;
    }

    private static torch.Tensor Uniform(torch.Tensor like, Random random)
    {
        var numbers = new double[like.numel()];
        // Neither 0 nor 1 in single precision, so that logarithms stay finite.
        for (var i = 0; i < numbers.Length; i++) numbers[i] = Math.Clamp(random.NextDouble(), 1e-7, 1 - 1e-7);
        return torch.tensor(numbers, like.shape, like.dtype, like.device);
    }
}
