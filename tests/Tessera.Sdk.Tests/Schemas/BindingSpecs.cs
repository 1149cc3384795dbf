using System.Text.Json.Nodes;
using Tessera.Sdk.Schemas;

namespace Tessera.Sdk.Tests.Schemas;

/// <summary>What fits becomes an object.</summary>
public class BindingSpecs
{
    [Fact]
    public void What_is_not_given_keeps_its_default() =>
        ObjectBinder.Bind(typeof(Scalars), null, BindingRules.Strict).Value.Should().BeEquivalentTo(new Scalars());

    [Fact]
    public void Every_kind_of_scalar_is_taken() =>
        Bound.To<Scalars>("""{ "text": "t", "flag": false, "whole": 7, "long": -9223372036854775808, "seed": 18446744073709551615, "number": 1e-3, "single": 1.5, "rounding": "inIntervals" }""")
            .Should().BeEquivalentTo(new Scalars
            {
                Text = "t", Flag = false, Whole = 7, Long = long.MinValue, Seed = ulong.MaxValue, Number = 0.001, Single = 1.5f, Rounding = Rounding.InIntervals,
            });

    [Fact]
    public void Numbers_made_in_memory_are_taken_as_those_that_were_read()
    {
        var json = new JsonObject { ["whole"] = 7, ["long"] = 8L, ["seed"] = 9UL, ["number"] = 1, ["single"] = 2.5, ["flag"] = false };
        ObjectBinder.Bind(typeof(Scalars), json, BindingRules.Strict).Value.Should()
            .BeEquivalentTo(new Scalars { Whole = 7, Long = 8, Seed = 9, Number = 1, Single = 2.5f, Flag = false });
    }

    [Fact]
    public void Null_is_taken_where_it_may_stand()
    {
        var bound = Bound.To<Nullables>("""{ "whole": null, "text": null, "ranged": null, "inner": null }""");

        (bound.Whole, bound.Text, bound.Ranged, bound.Inner).Should().Be((null, null, null, null));
        Bound.Errors<Nullables>("""{ "needed": null }""").Should().Equal("needed: A value is needed here, not null.");
    }

    [Fact]
    public void Lists_and_maps_of_every_declared_class_are_filled()
    {
        var bound = Bound.To<Collections>("""
            { "wholes": [3, 2], "texts": ["x"], "numbers": [0.5, 1], "singles": [1.5], "roundings": ["never", "halfEven"],
              "map": { "One": 1, "two.three": 23 }, "lists": { "a": [1, 2], "b": [] } }
            """);

        bound.Wholes.Should().Equal(3, 2);
        bound.Texts.Should().Equal("x");
        bound.Numbers.Should().Equal(0.5, 1);
        bound.Singles.Should().Equal(1.5f);
        bound.Roundings.Should().Equal(Rounding.Never, Rounding.HalfEven);
        bound.Map.Should().Equal(new Dictionary<string, int> { ["One"] = 1, ["two.three"] = 23 });
        bound.Lists["a"].Should().Equal(1, 2);
        bound.Lists["b"].Should().BeEmpty();
    }

    [Fact]
    public void A_list_that_is_given_replaces_the_default() => Bound.To<Collections>("""{ "texts": [], "wholes": [] }""").Texts.Should().BeEmpty();

    [Fact]
    public void Classes_within_classes_are_filled()
    {
        var bound = Bound.To<Outer>("""{ "inner": { "name": "a", "depth": 9 }, "inners": [{ "name": "b" }, { "name": "c", "depth": 2 }] }""");

        (bound.Inner.Name, bound.Inner.Depth).Should().Be(("a", 9));
        bound.Inners.Select(inner => (inner.Name, inner.Depth)).Should().Equal(("b", 1), ("c", 2));
    }

    [Fact]
    public void Names_given_to_properties_and_those_of_base_classes_are_known()
    {
        var bound = Bound.To<MoreNamed>("""{ "first": "1", "second_name": "2", "third": "3" }""");
        (bound.First, bound.Second, bound.Third).Should().Be(("1", "2", "3"));
    }

    [Fact]
    public void Free_JSON_is_copied_so_that_neither_side_disturbs_the_other()
    {
        var json = JsonNode.Parse("""{ "free": { "a": [1, null] }, "anything": "text" }""")!.AsObject();
        var bound = (Others)ObjectBinder.Bind(typeof(Others), json, BindingRules.Strict).Value!;

        json["free"]!.AsObject().Clear();
        bound.Free.ToJsonString().Should().Be("""{"a":[1,null]}""");
        bound.Anything!.GetValue<string>().Should().Be("text");
    }
}
