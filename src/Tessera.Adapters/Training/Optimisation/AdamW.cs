using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Training.Optimisation;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019), for members that train side by side: gradients are clipped by the
/// norm of each member alone. Its state can be saved and restored.
/// </summary>
/// <param name="parameters">What is trained.</param>
/// <param name="members">How many members there are.</param>
/// <param name="options">Decay and moments.</param>
public sealed class AdamW(IReadOnlyList<TrainedParameter> parameters, int members, AdamWOptions options) : IDisposable
{
    private readonly torch.Tensor[] _first = [.. parameters.Select(parameter => torch.zeros_like(parameter.Value).DetachFromDisposeScope())];
    private readonly torch.Tensor[] _second = [.. parameters.Select(parameter => torch.zeros_like(parameter.Value).DetachFromDisposeScope())];

    /// <summary>How many steps have been taken.</summary>
    public int Step { get; private set; }

    /// <summary>The two moments of each parameter, by <c>first.NAME</c> and <c>second.NAME</c>; the optimiser owns the tensors.</summary>
    public IReadOnlyDictionary<string, torch.Tensor> State => parameters
        .SelectMany((parameter, i) => new[] { ("first." + parameter.Name, _first[i]), ("second." + parameter.Name, _second[i]) })
        .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>Changes the parameters by their gradients, which are cleared.</summary>
    /// <param name="rate">The learning rate of each kind of parameter.</param>
    public void Apply(Func<ParameterKind, double> rate)
    {
        ArgumentNullException.ThrowIfNull(rate);
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        Step++;
        var share = options.ClipNorm is { } bound ? Clip(bound) : null;
        var (towardsFirst, towardsSecond) = (1 - Math.Pow(options.Beta1, Step), 1 - Math.Pow(options.Beta2, Step));
        // Numbers that nobody holds may be collected while libtorch still reads them.
        using Scalar keptSecond = options.Beta2.ToScalar(), newSecond = (1 - options.Beta2).ToScalar(), correction = towardsSecond.ToScalar();
        for (var i = 0; i < parameters.Count; i++)
        {
            var (value, kind) = (parameters[i].Value, parameters[i].Kind);
            if (value.grad is not { } gradient) continue;
            if (share is not null) gradient.mul_(PerMember(share, gradient));
            var learning = rate(kind);
            using var decay = (1 - learning * options.WeightDecay).ToScalar();
            if (kind is ParameterKind.Factors or ParameterKind.Weights && options.WeightDecay != 0) value.mul_(decay);
            if (new AdamStep(1 - options.Beta1, options.Beta2, 1 - options.Beta2, towardsSecond, options.Epsilon, -learning / towardsFirst).Apply(value, _first[i], _second[i], gradient)) continue;
            using var change = (-learning / towardsFirst).ToScalar();
            using var newFirst = torch.tensor(1 - options.Beta1, value.dtype, value.device);
            _first[i].lerp_(gradient, newFirst);
            _second[i].mul_(keptSecond).addcmul_(gradient, gradient, newSecond);
            using var spread = _second[i].div(correction).sqrt_().Accumulate(options.Epsilon);
            value.addcdiv_(_first[i], spread, change);
            gradient.zero_();
        }
    }

    /// <summary>Goes on from a saved state.</summary>
    /// <param name="step">How many steps had been taken.</param>
    /// <param name="state">Tensors by the names of <see cref="State"/>, which are copied.</param>
    /// <exception cref="KeyNotFoundException">A tensor is missing.</exception>
    public void Restore(int step, IReadOnlyDictionary<string, torch.Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var none = torch.no_grad();
        Step = step;
        for (var i = 0; i < parameters.Count; i++)
        {
            _first[i].copy_(state["first." + parameters[i].Name]);
            _second[i].copy_(state["second." + parameters[i].Name]);
        }
    }

    /// <summary>Disposes of the moments.</summary>
    public void Dispose()
    {
        foreach (var moment in _first.Concat(_second)) moment.Dispose();
    }

    /// <summary>What each member's gradient is multiplied by, so that its norm is at most the bound.</summary>
    private torch.Tensor Clip(double bound)
    {
        torch.Tensor? squares = null;
        foreach (var parameter in parameters)
        {
            if (parameter.Value.grad is not { } gradient) continue;
            var own = gradient.reshape(members, -1).Squared().sum(1);
            squares = squares is null ? own : squares.Plus(own);
        }

        using var most = 1.ToScalar();
        return squares is null ? torch.ones(members) : squares.sqrt().Plus(1e-6).reciprocal().Times(bound).clamp_max(most);
    }

    private torch.Tensor PerMember(torch.Tensor share, torch.Tensor like) =>
        members == 1 ? share : share.reshape([members, .. Enumerable.Repeat(1L, (int)like.dim() - 1)]);
}
