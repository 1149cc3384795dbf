using Tessera.Optimizers.Dln.Hidden;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Tests;

public sealed class HiddenSupportsTests
{
    private static readonly Example _example = new("Question?", "yes");

    [Fact]
    public void The_weightiest_paths_are_kept_the_weightiest_first()
    {
        var supports = new HiddenSupports(most: 2);
        supports.Keep(_example, Paths("a", "b", "c", "d"), [-3, -1, -4, -2]);
        supports.Of(_example).Should().Equal(Paths("b", "d"));
        supports.Keep(_example, Paths("e"), [-9]);
        supports.Of(_example).Should().Equal(Paths("e"), "what was kept before is not kept for ever");
        supports.Of(new Example("Another?", "yes")).Should().BeEmpty();
    }

    [Fact]
    public void What_is_added_is_there_once_after_what_was_there()
    {
        var supports = new HiddenSupports(most: 2);
        supports.Keep(_example, Paths("a", "b"), [2, 1]);
        supports.Add(_example, Paths("b", "c", "c"));
        supports.Of(_example).Should().Equal(Paths("a", "b", "c"));
    }

    [Fact]
    public void Paths_are_the_same_when_all_their_texts_are()
    {
        HiddenPath[] paths = [new(["a", "b"]), new(["a", "b"]), new(["b", "a"]), new(["a", "c"]), new(["ab", ""])];
        paths.Distinct().Should().Equal(paths[0], paths[2], paths[3], paths[4]);
        paths.Select(path => path.IsWhole).Should().Equal(true, true, true, true, false);
    }

    private static HiddenPath[] Paths(params string[] texts) => [.. texts.Select(text => new HiddenPath([text]))];
}
