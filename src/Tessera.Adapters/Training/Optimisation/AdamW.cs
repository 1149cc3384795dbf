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
/// <param name="threads">How many threads take parameters at a time, where there is much to change.</param>
public sealed class AdamW(IReadOnlyList<TrainedParameter> parameters, int members, AdamWOptions options, int threads = 1) : IDisposable
{
    // Below it, threads take longer to begin than what they would do.
    private const long WorthThreads = 1 << 18;

    private readonly torch.Tensor[] _first = [.. parameters.Select(parameter => torch.zeros_like(parameter.Value).DetachFromDisposeScope())];
    private readonly torch.Tensor[] _second = [.. parameters.Select(parameter => torch.zeros_like(parameter.Value).DetachFromDisposeScope())];

    private readonly long _size = parameters.Sum(parameter => parameter.Value.numel());

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
        Step++;
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        var share = options.ClipNorm is { } bound ? Clip(bound) : null;
        var rates = parameters.Select(parameter => rate(parameter.Kind)).ToList();
        // Parameters know nothing of each other, and most of a step is waiting for memory.
        SideBySide.Run(parameters.Count, _size < WorthThreads ? 1 : threads, index => Apply(index, rates[index], share));
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

    private void Apply(int index, double rate, torch.Tensor? share)
    {
        var (value, kind) = (parameters[index].Value, parameters[index].Kind);
        using var scope = torch.NewDisposeScope();
        using var none = torch.no_grad();
        if (value.grad is not { } gradient) return;
        if (share is not null) gradient.mul_(PerMember(share, gradient));
        using var decay = (1 - rate * options.WeightDecay).ToScalar();
        if (kind is ParameterKind.Factors or ParameterKind.Weights && options.WeightDecay != 0) value.mul_(decay);
        var (correction, change) = (1 - Math.Pow(options.Beta2, Step), -rate / (1 - Math.Pow(options.Beta1, Step)));
        if (new AdamStep(1 - options.Beta1, options.Beta2, 1 - options.Beta2, correction, options.Epsilon, change).Apply(value, _first[index], _second[index], gradient)) return;
        // Numbers that nobody holds may be collected while libtorch still reads them.
        using Scalar keptSecond = options.Beta2.ToScalar(), newSecond = (1 - options.Beta2).ToScalar(), divisor = correction.ToScalar(), factor = change.ToScalar();
        using var newFirst = torch.tensor(1 - options.Beta1, value.dtype, value.device);
        _first[index].lerp_(gradient, newFirst);
        _second[index].mul_(keptSecond).addcmul_(gradient, gradient, newSecond);
        using var spread = _second[index].div(divisor).sqrt_().Accumulate(options.Epsilon);
        value.addcdiv_(_first[index], spread, factor);
        gradient.zero_();
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
