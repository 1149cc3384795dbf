namespace Tessera.Adapters.Models.Fused;

/// <summary>One layer for the sequences of one share: what the backward pass needs of the forward pass.</summary>
internal sealed unsafe class LayerTape
{
    private readonly FusedLayer _layer;
    private readonly FusedProduct _queryKeyValue, _output, _gateUp, _down;
    private readonly float* _normal, _scales, _projected, _sums, _gathered, _between, _betweenNormal, _betweenScales, _gates, _opened;
    private readonly int _tokens, _hidden, _inner;

    /// <param name="layer">The layer.</param>
    /// <param name="factors">The factors of each group of its maps, null for none.</param>
    /// <param name="tokens">How many tokens the sequences have.</param>
    /// <param name="hidden">The width of hidden states with padding.</param>
    /// <param name="arena">Where everything goes.</param>
    public LayerTape(FusedLayer layer, IReadOnlyList<FactorViews?> factors, int tokens, int hidden, FloatArena arena)
    {
        (_layer, _tokens, _hidden, _inner) = (layer, tokens, hidden, layer.Down.PaddedInput);
        float* Take(int width) => arena.Take((long)tokens * width);
        States = Take(hidden);
        _normal = Take(hidden);
        _scales = Take(1);
        _queryKeyValue = new FusedProduct(layer.QueryKeyValue, factors[0], tokens, arena);
        _projected = Take(layer.QueryKeyValue.Width);
        _sums = Take(layer.Heads.Groups * HeadLayout.Lanes);
        _gathered = Take(layer.Output.PaddedInput);
        _output = new FusedProduct(layer.Output, factors[1], tokens, arena);
        _between = Take(hidden);
        _betweenNormal = Take(hidden);
        _betweenScales = Take(1);
        _gateUp = new FusedProduct(layer.GateUp, factors[2], tokens, arena);
        _gates = Take(2 * _inner);
        _opened = Take(_inner);
        _down = new FusedProduct(layer.Down, factors[3], tokens, arena);
    }

    /// <summary>What the layer reads, (tokens, padded d).</summary>
    public float* States { get; }

    /// <summary>How many numbers the backward pass needs beside what is kept.</summary>
    public long Scratch => (long)_tokens * (_hidden + 3 * _inner + _layer.QueryKeyValue.Width + _layer.Output.PaddedInput) + Products.Max(product => product.Scratch) + 8L * FloatMemory.Lane;

    private FusedProduct[] Products => [_queryKeyValue, _output, _gateUp, _down];

    /// <summary>Lays out the factors as they are now.</summary>
    public void Prepare()
    {
        foreach (var product in Products) product.Prepare();
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="sequences">Where the sequences lie.</param>
    /// <param name="attention">The attention.</param>
    /// <param name="result">(tokens, padded d).</param>
    public void Forward(IReadOnlyList<FusedSequence> sequences, FusedAttention attention, float* result)
    {
        _layer.BeforeAttention.Apply(_tokens, States, _scales, _normal);
        _queryKeyValue.Apply(_normal, null, _projected);
        attention.Apply(sequences, _projected, _sums, _gathered);
        _output.Apply(_gathered, States, _between);
        _layer.BeforeNetwork.Apply(_tokens, _between, _betweenScales, _betweenNormal);
        _gateUp.Apply(_betweenNormal, null, _gates);
        FusedGate.Apply(_tokens, _inner, _gates, _opened);
        _down.Apply(_opened, _between, result);
    }

    /// <summary>Adds to the gradients of the factors, and makes the gradient of what came out one of what went in.</summary>
    /// <param name="sequences">Where the sequences lie.</param>
    /// <param name="attention">The attention.</param>
    /// <param name="gradient">(tokens, padded d).</param>
    /// <param name="scratch">Room for as many numbers as <see cref="Scratch"/> says.</param>
    /// <param name="isFirst">Whether nobody asks for the gradient of what went in.</param>
    public void Backward(IReadOnlyList<FusedSequence> sequences, FusedAttention attention, float* gradient, FloatArena scratch, bool isFirst)
    {
        float* Take(int width) => scratch.Take((long)_tokens * width);
        float* normal = Take(_hidden), opened = Take(_inner), gates = Take(2 * _inner), gathered = Take(_layer.Output.PaddedInput), projected = Take(_layer.QueryKeyValue.Width);
        var rest = scratch.Take(Products.Max(product => product.Scratch));
        _down.Gradient(_opened, gradient, opened, rest);
        FusedGate.Gradient(_tokens, _inner, _gates, opened, gates);
        _gateUp.Gradient(_betweenNormal, gates, normal, rest);
        _layer.BeforeNetwork.AddGradient(_tokens, _between, _betweenScales, normal, gradient);
        _output.Gradient(_gathered, gradient, gathered, rest);
        attention.Gradient(sequences, _projected, _sums, _gathered, gathered, projected);
        _queryKeyValue.Gradient(_normal, projected, isFirst ? null : normal, rest);
        if (!isFirst) _layer.BeforeAttention.AddGradient(_tokens, States, _scales, normal, gradient);
    }
}
