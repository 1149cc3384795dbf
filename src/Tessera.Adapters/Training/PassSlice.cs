using Tessera.Adapters.Training.Data;

namespace Tessera.Adapters.Training;

/// <summary>Some examples of a step that go through the model together: all of several members, or some of one.</summary>
/// <param name="FirstMember">The first member's index.</param>
/// <param name="Members">How many members.</param>
/// <param name="FirstExample">The index of the first example in the step.</param>
/// <param name="Examples">How many examples.</param>
internal readonly record struct PassSlice(int FirstMember, int Members, int FirstExample, int Examples)
{
    /// <summary>Cuts a step so that no pass has more tokens than wanted, padding included, unless a single example has.</summary>
    /// <param name="examples">The examples of the step.</param>
    /// <param name="members">How many members have an equal share of them.</param>
    /// <param name="mostTokens">How many tokens a pass has at most.</param>
    public static IEnumerable<PassSlice> Cut(IReadOnlyList<TrainingExample> examples, int members, int mostTokens)
    {
        var share = examples.Count / members;
        var lengths = examples.Select(example => (Longest: LengthOf(example), Texts: example.Rejected is null ? 1 : 2)).ToList();
        for (var first = 0; first < members;)
        {
            var count = Fitting(lengths, first * share, share, members - first, mostTokens);
            if (count > 0) yield return new PassSlice(first, count, first * share, count * share);
            else
            {
                count = 1;
                for (var (example, end) = (first * share, (first + 1) * share); example < end;)
                {
                    var fitting = Math.Max(1, Fitting(lengths, example, 1, end - example, mostTokens));
                    yield return new PassSlice(first, 1, example, fitting);
                    example += fitting;
                }
            }

            first += count;
        }
    }

    /// <summary>How many tokens the longest text of an example has.</summary>
    public static int LengthOf(TrainingExample example) => Math.Max(example.Text.Tokens.Count, example.Rejected?.Tokens.Count ?? 0);

    // How many groups of examples, one after another, fit into a pass.
    private static int Fitting(List<(int Longest, int Texts)> lengths, int first, int size, int groups, int mostTokens)
    {
        var (longest, texts) = (0, 0L);
        for (var group = 0; group < groups; group++)
        {
            for (var example = first + group * size; example < first + (group + 1) * size; example++)
                (longest, texts) = (Math.Max(longest, lengths[example].Longest), texts + lengths[example].Texts);
            if (texts * longest > mostTokens) return group;
        }

        return groups;
    }
}
