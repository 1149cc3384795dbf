using Tessera.Adapters.Models.Fused;

namespace Tessera.Adapters.Tests.Training;

/// <summary>What sequences have in common at their beginning lies among the rows of a pass once.</summary>
public class FusedSequenceSpecs
{
    [Fact]
    public void A_branch_takes_over_what_it_begins_with_and_lies_behind_its_trunk()
    {
        Lay([1, 2, 3, 4, 5], [1, 2, 3, 9], [1, 2, 3, 4, 7, 8]).Should().Equal(
            new FusedSequence(0, 5, 0, 0, 0), new FusedSequence(1, 4, 3, 0, 5), new FusedSequence(2, 6, 4, 0, 6));
    }

    [Fact]
    public void Each_sequence_keeps_a_row_of_its_own()
    {
        Lay([1, 2, 3], [1, 2, 3], [1, 2]).Should().Equal(
            new FusedSequence(0, 3, 0, 0, 0), new FusedSequence(1, 3, 2, 0, 3), new FusedSequence(2, 2, 1, 0, 4));
    }

    [Fact]
    public void Too_little_in_common_is_not_worth_it_and_begins_another_trunk()
    {
        Lay([1, 2, 3], [1, 5, 6, 7, 8], [1, 5, 6, 9]).Should().Equal(
            new FusedSequence(0, 3, 0, 0, 0), new FusedSequence(1, 5, 0, 3, 3), new FusedSequence(2, 4, 3, 3, 8));
    }

    [Fact]
    public void Tokens_are_found_in_the_trunk_and_behind_it()
    {
        var branch = Lay([1, 2, 3, 4], [1, 2, 8, 9])[1];

        Enumerable.Range(0, 4).Select(branch.RowOf).Should().Equal(0, 1, 4, 5);
    }

    [Fact]
    public void Other_places_of_a_batch_are_left_out()
    {
        FusedSequence.Lay([3, 1], [2, 2, 2, 2], [9, 9, 1, 2, 8, 8, 1, 3]).Should().Equal(new FusedSequence(3, 2, 0, 0, 0), new FusedSequence(1, 2, 1, 0, 2));
    }

    private static IReadOnlyList<FusedSequence> Lay(params long[][] sequences)
    {
        var width = sequences.Max(sequence => sequence.Length);
        // Padding is no token, however much it looks like one.
        long[] tokens = [.. sequences.SelectMany(sequence => sequence.Concat(Enumerable.Repeat(4L, width - sequence.Length)))];
        return FusedSequence.Lay([.. Enumerable.Range(0, sequences.Length)], [.. sequences.Select(sequence => sequence.Length)], tokens);
    }
}
