namespace Tessera.Adapters.Tests.Models;

/// <summary>A decoder as one reads it in the papers: one number after another, in double precision, everything again for each token.</summary>
internal sealed class SlowModel(TinyModel model)
{
    private readonly int _width = model.Size("hidden_size");
    private readonly int _heads = model.Size("num_attention_heads");
    private readonly int _keyHeads = model.Config["num_key_value_heads"]?.GetValue<int>() ?? model.Size("num_attention_heads");
    private readonly int _layers = model.Size("num_hidden_layers");
    private readonly bool _phi = model.Config["architectures"]![0]!.GetValue<string>().StartsWith("Phi", StringComparison.Ordinal);
    private readonly int? _window = model.Config["sliding_window"]?.GetValue<int>();

    /// <summary>How many numbers of a head are turned, and by which angle a step further.</summary>
    public Func<int, double> Frequency { get; init; } = pair => Math.Pow(1000.0, -2.0 * pair / model.HeadSize);

    public int Turned { get; init; } = model.HeadSize;

    /// <summary>The scores of the next token after each token.</summary>
    public double[][] Logits(IReadOnlyList<int> tokens)
    {
        var hidden = tokens.Select(token => Row("model.embed_tokens.weight", token)).ToArray();
        for (var layer = 0; layer < _layers; layer++) hidden = Layer(hidden, $"model.layers.{layer}.");
        var head = model.Weights.ContainsKey("lm_head.weight") ? "lm_head" : "model.embed_tokens";
        return [.. hidden.Select(state => Linear(head, Norm(_phi ? "model.final_layernorm" : "model.norm", state)))];
    }

    private double[][] Layer(double[][] hidden, string path)
    {
        var normed = hidden.Select(state => Norm(path + "input_layernorm", state)).ToArray();
        var attended = Attend(normed, path + "self_attn.");
        if (_phi) return [.. hidden.Select((state, place) => Sum(state, attended[place], Linear(path + "mlp.fc2", [.. Linear(path + "mlp.fc1", normed[place]).Select(Gelu)])))];
        return [.. hidden.Select((state, place) =>
        {
            var middle = Sum(state, attended[place]);
            var input = Norm(path + "post_attention_layernorm", middle);
            var inner = Linear(path + "mlp.gate_proj", input).Zip(Linear(path + "mlp.up_proj", input), (gate, up) => gate / (1 + Math.Exp(-gate)) * up).ToArray();
            return Sum(middle, Linear(path + "mlp.down_proj", inner));
        })];
    }

    private double[][] Attend(double[][] states, string path)
    {
        var size = model.HeadSize;
        var queries = states.Select((state, place) => Turn(Linear(path + "q_proj", state), place)).ToArray();
        var keys = states.Select((state, place) => Turn(Linear(path + "k_proj", state), place)).ToArray();
        var values = states.Select(state => Linear(path + "v_proj", state)).ToArray();
        return [.. states.Select((_, place) =>
        {
            var gathered = new double[_heads * size];
            for (var head = 0; head < _heads; head++)
            {
                var other = head / (_heads / _keyHeads);
                var seen = Enumerable.Range(0, place + 1).Where(key => _window is not { } window || place - key < window).ToList();
                var scores = seen.ConvertAll(key => Math.Exp(Enumerable.Range(0, size).Sum(i => queries[place][head * size + i] * keys[key][other * size + i]) / Math.Sqrt(size)));
                for (var i = 0; i < size; i++) gathered[head * size + i] = seen.Select((key, index) => scores[index] * values[key][other * size + i]).Sum() / scores.Sum();
            }

            return Linear(path + (_phi ? "dense" : "o_proj"), gathered);
        })];
    }

    private double[] Turn(double[] states, int place)
    {
        var turned = states.ToArray();
        for (var head = 0; head < states.Length; head += model.HeadSize)
        {
            for (var pair = 0; pair < Turned / 2; pair++)
            {
                var (first, second, angle) = (states[head + pair], states[head + pair + Turned / 2], place * Frequency(pair));
                turned[head + pair] = first * Math.Cos(angle) - second * Math.Sin(angle);
                turned[head + pair + Turned / 2] = second * Math.Cos(angle) + first * Math.Sin(angle);
            }
        }

        return turned;
    }

    private double[] Norm(string name, double[] state)
    {
        var weight = model.Weights[name + ".weight"].Values;
        if (!_phi) return [.. state.Select((value, i) => value / Math.Sqrt(state.Average(one => one * one) + 1e-5) * weight[i])];
        var (mean, bias) = (state.Average(), model.Weights[name + ".bias"].Values);
        return [.. state.Select((value, i) => (value - mean) / Math.Sqrt(state.Average(one => (one - mean) * (one - mean)) + 1e-5) * weight[i] + bias[i])];
    }

    private double[] Linear(string name, double[] input)
    {
        var (weight, shape) = model.Weights[name + ".weight"];
        var bias = model.Weights.TryGetValue(name + ".bias", out var stored) ? stored.Values : new double[shape[0]];
        return [.. Enumerable.Range(0, (int)shape[0]).Select(row => bias[row] + input.Select((value, column) => value * weight[row * input.Length + column]).Sum())];
    }

    private double[] Row(string name, int row) => model.Weights[name].Values[(row * _width)..((row + 1) * _width)];

    private static double Gelu(double x) => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));

    private static double[] Sum(params double[][] terms) => [.. Enumerable.Range(0, terms[0].Length).Select(i => terms.Sum(term => term[i]))];
}
