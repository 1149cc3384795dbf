using Tessera.Optimizers.Dln.Hidden;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Tests;

public sealed class HiddenSupportsTests
{
    private static readonly Example _example = new("Question?", "yes");

    [Fact]
    public void The_weightiest_texts_are_kept_the_weightiest_first()
    {
        var supports = new HiddenSupports(most: 2);
        supports.Keep(_example, ["a", "b", "c", "d"], [-3, -1, -4, -2]);
        supports.Of(_example).Should().Equal("b", "d");
        supports.Keep(_example, ["e"], [-9]);
        supports.Of(_example).Should().Equal(["e"], "what was kept before is not kept for ever");
        supports.Of(new Example("Another?", "yes")).Should().BeEmpty();
    }

    [Fact]
    public void What_is_added_is_there_once_after_what_was_there()
    {
        var supports = new HiddenSupports(most: 2);
        supports.Keep(_example, ["a", "b"], [2, 1]);
        supports.Add(_example, ["b", "c", "c"]);
        supports.Of(_example).Should().Equal("a", "b", "c");
    }
}
