using Tessera.Sdk.Diagnostics;

namespace Tessera.Sdk.Tests.Diagnostics;

/// <summary>What a person probably meant.</summary>
public class NearestNameSpecs
{
    [Theory]
    [InlineData("rotuer", "router")]
    [InlineData("routr", "router")]
    [InlineData("routerr", "router")]
    [InlineData("rouxer", "router")]
    [InlineData("ROUTER", "router")]
    [InlineData("router", "router")]
    [InlineData("ruotre", "router")]
    [InlineData("clusterrer", "clusterer")]
    [InlineData("banana", null)]
    [InlineData("roxxxr", null)]
    public void The_nearest_name_is_found_when_it_is_near(string written, string? expected) =>
        NearestName.Find(written, ["optimizer", "router", "clusterer"]).Should().Be(expected);

    [Theory]
    [InlineData("abcdefghi", "abcdefxyz", true)]
    [InlineData("abcdefghi", "abcdewxyz", false)]
    [InlineData("abcdef", "abcdxy", true)]
    [InlineData("abcdef", "abcxyz", false)]
    public void A_third_of_the_letters_may_be_wrong(string written, string existing, bool near) =>
        NearestName.Find(written, [existing]).Should().Be(near ? existing : null);

    [Fact]
    public void The_nearer_of_two_wins_and_a_tie_goes_to_the_first_in_order()
    {
        NearestName.Find("merge", ["mergers", "merges"]).Should().Be("merges");
        NearestName.Find("cat", ["hat", "bat"]).Should().Be("bat");
    }

    [Fact]
    public void A_swap_of_neighbours_is_one_slip() =>
        NearestName.Find("abcd", ["abdc", "abxd"]).Should().Be("abdc", "both are one slip away, and a tie goes to the first in order");

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Letters_are_compared_alike_everywhere(string culture)
    {
        using var there = new UnderCulture(culture);
        NearestName.Find("INFINITI", ["infiniti", "infinite"]).Should().Be("infiniti");
    }

    [Fact]
    public void A_very_long_name_is_near_to_nothing() => NearestName.Find(new string('a', 201), [new string('a', 201)]).Should().BeNull();

    [Fact]
    public void A_suggestion_names_the_nearest_or_lists_what_exists()
    {
        NearestName.Suggest("rotuer", ["router", "router", "agent"]).Should().Be("Did you mean 'router'?");
        NearestName.Suggest("zzzzzz", ["b", "a", "b"]).Should().Be("What exists: a, b.");
        NearestName.Suggest("zzzzzz", []).Should().BeEmpty();
        NearestName.Suggest("zzzzzz", Enumerable.Range(10, 12).Select(i => $"name{i}")).Should().EndWith("name20, name21.");
        NearestName.Suggest("zzzzzz", Enumerable.Range(10, 15).Select(i => $"name{i}")).Should().EndWith("name20, name21 and 3 more.");
    }
}
