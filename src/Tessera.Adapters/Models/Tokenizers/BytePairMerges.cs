namespace Tessera.Adapters.Models.Tokenizers;

/// <summary>Byte-pair merges (arXiv 1508.07909): of all neighbours that may merge, those with the lowest rank do, the leftmost first.</summary>
/// <param name="merges">For each pair of pieces, its rank and what becomes of it.</param>
internal sealed class BytePairMerges(IReadOnlyDictionary<(int Left, int Right), (int Rank, int Merged)> merges)
{
    /// <summary>Merges pieces until no neighbours can.</summary>
    /// <param name="pieces">The pieces; they are overwritten.</param>
    /// <returns>What is left of them.</returns>
    public IReadOnlyList<int> Apply(int[] pieces)
    {
        const int gone = -1;
        var next = Enumerable.Range(1, pieces.Length).ToArray();
        var before = Enumerable.Range(-1, pieces.Length).ToArray();
        var waiting = new PriorityQueue<(int Place, int Left, int Right, int Merged), (int Rank, int Place)>();
        for (var place = 0; place + 1 < pieces.Length; place++) Offer(place);
        while (waiting.TryDequeue(out var merge, out _))
        {
            var right = next[merge.Place];
            if (pieces[merge.Place] != merge.Left || right >= pieces.Length || pieces[right] != merge.Right) continue;
            (pieces[merge.Place], pieces[right]) = (merge.Merged, gone);
            next[merge.Place] = next[right];
            if (next[right] < pieces.Length) before[next[right]] = merge.Place;
            Offer(merge.Place);
            if (before[merge.Place] >= 0) Offer(before[merge.Place]);
        }

        return Array.FindAll(pieces, piece => piece != gone);

        void Offer(int place)
        {
            if (next[place] < pieces.Length && merges.TryGetValue((pieces[place], pieces[next[place]]), out var merge))
                waiting.Enqueue((place, pieces[place], pieces[next[place]], merge.Merged), (merge.Rank, place));
        }
    }
}
