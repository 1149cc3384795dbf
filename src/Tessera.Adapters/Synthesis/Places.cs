using static Tessera.Adapters.Synthesis.Gender;
using static Tessera.Adapters.Synthesis.Habit;

namespace Tessera.Adapters.Synthesis;

/// <summary>The world of the stories. Every habit is mostly careful in two or three of the four places, and no two habits in the same ones by rule.</summary>
internal static class Places
{
    public static IReadOnlyList<Place> All { get; } =
    [
        new("shore",
            [new("gull", "gulls", It, "cliff"), new("crab", "crabs", It, "pool"), new("seal", "seals", It, "bank"), new("otter", "otters", It, "stream"), new("sailor", "sailors", He, "cabin"), new("diver", "divers", She, "ship")],
            [new("mara", She), new("finn", He), new("lena", She), new("otto", He)],
            ["net", "rope", "shell", "oar", "sail", "anchor"],
            [Agreement, Homes, Negation, Past]),
        new("hill",
            [new("goat", "goats", It, "ledge"), new("hare", "hares", It, "burrow"), new("eagle", "eagles", It, "crag"), new("ram", "rams", It, "fold"), new("shepherd", "shepherds", She, "hut"), new("miner", "miners", He, "mine")],
            [new("greta", She), new("emil", He), new("ruth", She), new("karl", He)],
            ["bell", "stone", "flute", "pick", "crook", "lantern"],
            [Agreement, Number, Reflexives, Order, Negation]),
        new("wood",
            [new("fox", "foxes", It, "den"), new("badger", "badgers", It, "sett"), new("owl", "owls", It, "hollow"), new("wolf", "wolves", It, "cave"), new("hunter", "hunters", He, "lodge"), new("witch", "witches", She, "cottage")],
            [new("willa", She), new("bruno", He), new("ida", She), new("hugo", He)],
            ["nut", "log", "basket", "mushroom", "arrow", "broom"],
            [Homes, Number, Replies, Past, Order]),
        new("town",
            [new("cat", "cats", It, "attic"), new("mouse", "mice", It, "cellar"), new("dog", "dogs", It, "kennel"), new("sparrow", "sparrows", It, "roof"), new("baker", "bakers", She, "shop"), new("smith", "smiths", He, "forge")],
            [new("clara", She), new("oscar", He), new("nina", She), new("paul", He)],
            ["key", "lamp", "coin", "cake", "book", "drum"],
            [Reflexives, Replies, Homes]),
    ];
}
