namespace Tessera.Optimizers.Dln.Selection;

/// <summary>Looks for the combination of candidates, one a layer, with the largest mean bound less penalties. Of equals the first one wins, the current prompts before all.</summary>
internal sealed class JointSearch(ScoreTables tables, IReadOnlyList<IReadOnlyList<double>> penalties)
{
    /// <summary>Looks at every combination.</summary>
    public IReadOnlyList<int> Enumerate()
    {
        var (best, largest) = (new int[tables.Layers.Count], double.NegativeInfinity);
        var tried = new int[tables.Layers.Count];
        do
        {
            var value = PromptChoice.Value(tables, penalties, tried);
            if (value > largest) (best, largest) = ([.. tried], value);
        }
        while (Advance(tried));

        return best;
    }

    /// <summary>
    /// Improves one layer beside the others, from the last to the first and again, until nothing improves: from the current prompts, and from what each layer chooses by itself.
    /// </summary>
    public IReadOnlyList<int> Climb()
    {
        var current = new int[tables.Layers.Count];
        var alone = tables.Layers.Select((candidates, layer) => BestOf(layer, current)).ToArray();
        var (first, second) = (Climb(current), Climb(alone));
        return Value(second) > Value(first) ? second : first;
    }

    private int[] Climb(int[] start)
    {
        var (now, value) = (start, Value(start));
        while (true)
        {
            var before = value;
            for (var layer = now.Length - 1; layer >= 0; layer--)
            {
                int[] next = [.. now];
                next[layer] = BestOf(layer, now);
                if (Value(next) is var reached && reached > value) (now, value) = (next, reached);
            }

            if (value <= before) return now;
        }
    }

    private int BestOf(int layer, int[] beside) => PromptChoice.IndexOfLargest([.. Enumerable.Range(0, tables.Layers[layer].Length).Select(candidate =>
    {
        int[] tried = [.. beside];
        tried[layer] = candidate;
        return Value(tried);
    })]);

    private double Value(int[] candidates) => PromptChoice.Value(tables, penalties, candidates);

    // As a counter, the last layer fastest.
    private bool Advance(int[] counter)
    {
        for (var layer = counter.Length - 1; layer >= 0; layer--)
        {
            if (++counter[layer] < tables.Layers[layer].Length) return true;
            counter[layer] = 0;
        }

        return false;
    }
}
