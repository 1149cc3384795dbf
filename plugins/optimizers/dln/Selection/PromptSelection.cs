namespace Tessera.Optimizers.Dln.Selection;

/// <summary>How the prompts of several layers are chosen.</summary>
public enum PromptSelection
{
    /// <summary>The combination of candidates, one a layer, with the largest bound over all of them: it needs the same scores as choosing each layer by itself, and no more.</summary>
    Joint,

    /// <summary>
    /// Each layer's candidate by itself, by the expected log-probability under the weights of the hidden texts under the current prompts (Algorithm 2 of
    /// arXiv 2306.12509). For comparison.
    /// </summary>
    Factored,
}
