namespace Tessera.Models.Ngram;

/// <summary>How probability is kept for what was never counted.</summary>
public enum Smoothing
{
    /// <summary>Shorter histories take part (Jelinek and Mercer): <c>p_k(w) = λ · count(h_k w) / count(h_k) + (1 − λ) · p_(k−1)(w)</c>, p_0 = 1 / V.</summary>
    Interpolated,

    /// <summary>The longest history alone, with something added to each count (Lidstone): <c>p(w) = (count(h w) + α) / (count(h) + α · V)</c>.</summary>
    Additive,
}
