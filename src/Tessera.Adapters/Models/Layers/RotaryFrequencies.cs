using Tessera.Adapters.Models.Folders;

namespace Tessera.Adapters.Models.Layers;

/// <summary>Reads how fast a model turns each pair of numbers: <c>rope_theta</c>, and how <c>rope_scaling</c> stretches it to longer contexts.</summary>
internal static class RotaryFrequencies
{
    /// <param name="config">The model's configuration.</param>
    /// <param name="width">How many numbers of a head are turned, an even number.</param>
    /// <exception cref="Sdk.Diagnostics.TesseraException">The scaling is of an unknown kind (TESS5202), or malformed (TESS5201).</exception>
    public static double[] Read(ModelConfig config, int width)
    {
        // Since version 5 of transformers both stand together in rope_parameters.
        var parameters = config.Section("rope_parameters");
        var theta = parameters?.Has("rope_theta") == true ? parameters.Number("rope_theta") : config.Number("rope_theta", 10000);
        var plain = Enumerable.Range(0, width / 2).Select(pair => Math.Pow(theta, -2.0 * pair / width)).ToArray();
        if ((parameters ?? config.Section("rope_scaling")) is not { } scaling) return plain;
        var kind = scaling.Text("rope_type") ?? scaling.Text("type") ?? "default";
        return kind switch
        {
            "default" => plain,
            "linear" => Divide(plain, scaling.Number("factor")),
            "llama3" => Stretch(plain, scaling),
            _ => throw config.Unsupported($"its rotary scaling is '{kind}'", "Known are: default, linear, llama3."),
        };
    }

    private static double[] Divide(double[] frequencies, double factor) => [.. frequencies.Select(frequency => frequency / factor)];

    // Llama 3.1: slow turns are stretched, fast ones stay, those between are blended.
    private static double[] Stretch(double[] frequencies, ModelConfig scaling)
    {
        var (factor, low, high) = (scaling.Number("factor"), scaling.Number("low_freq_factor"), scaling.Number("high_freq_factor"));
        var context = scaling.Size("original_max_position_embeddings");
        if (high <= low) throw scaling.Unfit("'high_freq_factor' is not above 'low_freq_factor'");
        return [.. frequencies.Select(frequency =>
        {
            var share = Math.Clamp((context * frequency / (2 * Math.PI) - low) / (high - low), 0, 1);
            return (1 - share) * frequency / factor + share * frequency;
        })];
    }
}
