namespace Tessera.Adapters.Routing;

/// <summary>What happens between the two passes, on numbers of the size of ranks.</summary>
internal static unsafe class FusedSums
{
    /// <summary>h ← w_e s_e h for each choice.</summary>
    public static void ScaleOutputs(ExpertLayout layout, long* chosen, float* weights, float* inner, int choices)
    {
        var rank = layout.MostRank;
        for (long choice = 0; choice < choices; choice++)
        {
            var expert = chosen[choice];
            var h = inner + choice * rank;
            var factor = weights[choice] * (float)layout.Scalings[expert];
            for (var row = 0; row < layout.Ranks[expert]; row++) h[row] *= factor;
        }
    }

    /// <summary>z = Σ_e w_e √s_e h_e over a token's choices, then h_e ← w_e √s_e z. A rank that an expert lacks is as if it were zero.</summary>
    public static void MixParameters(ExpertLayout layout, long* chosen, float* weights, float* inner, int tokens, int width)
    {
        var rank = layout.MostRank;
        var mixed = new Span<float>(new float[rank]);
        var factors = new Span<float>(new float[width]);
        for (long token = 0; token < tokens; token++)
        {
            mixed.Clear();
            var experts = chosen + token * width;
            var h = inner + token * width * rank;
            for (var place = 0; place < width; place++)
            {
                factors[place] = weights[token * width + place] * (float)Math.Sqrt(layout.Scalings[experts[place]]);
                for (var row = 0; row < layout.Ranks[experts[place]]; row++) mixed[row] += factors[place] * h[place * rank + row];
            }

            for (var place = 0; place < width; place++)
            for (var row = 0; row < layout.Ranks[experts[place]]; row++)
                h[place * rank + row] = factors[place] * mixed[row];
        }
    }
}
