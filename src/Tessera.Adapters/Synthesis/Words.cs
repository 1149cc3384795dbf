namespace Tessera.Adapters.Synthesis;

/// <summary>The words that are the same in all places.</summary>
internal static class Words
{
    /// <summary>What is done to something.</summary>
    public static IReadOnlyList<Verb> Deeds { get; } =
    [
        new("help", "helps", "helped"), new("watch", "watches", "watched"), new("follow", "follows", "followed"), new("push", "pushes", "pushed"),
        new("pull", "pulls", "pulled"), new("touch", "touches", "touched"), new("clean", "cleans", "cleaned"), new("want", "wants", "wanted"),
        new("like", "likes", "liked"), new("carry", "carries", "carried"),
    ];

    /// <summary>What is done by itself.</summary>
    public static IReadOnlyList<Verb> Motions { get; } =
    [
        new("wait", "waits", "waited"), new("jump", "jumps", "jumped"), new("dance", "dances", "danced"), new("rest", "rests", "rested"),
        new("play", "plays", "played"), new("laugh", "laughs", "laughed"), new("shout", "shouts", "shouted"), new("climb", "climbs", "climbed"),
    ];

    /// <summary>What is done to something, with a past of its own.</summary>
    public static IReadOnlyList<Verb> IrregularDeeds { get; } =
    [
        new("find", "finds", "found", "finded"), new("hold", "holds", "held", "holded"), new("bring", "brings", "brought", "bringed"), new("catch", "catches", "caught", "catched"),
        new("take", "takes", "took", "taked"), new("shake", "shakes", "shook", "shaked"), new("keep", "keeps", "kept", "keeped"), new("lose", "loses", "lost", "losed"),
    ];

    /// <summary>What one does to oneself.</summary>
    public static IReadOnlyList<string> SelfDeeds { get; } = ["washed", "watched", "helped", "touched", "cleaned", "dressed"];

    public static IReadOnlyList<string> SelfTalk { get; } = ["talked to", "looked at", "laughed at", "shouted at", "smiled at"];

    public static IReadOnlyList<string> Qualities { get; } = ["small", "old", "red", "grey", "bright", "heavy", "quiet", "young"];

    public static IReadOnlyList<string> States { get; } = ["hungry", "happy", "tired", "sad", "cold", "safe"];

    public static IReadOnlyList<string> Spots { get; } = ["gate", "bridge", "barn", "wall", "road", "tree", "well", "fence"];

    public static IReadOnlyList<string> Sides { get; } = ["near", "behind", "under", "beside"];

    public static IReadOnlyList<string> Times { get; } = ["yesterday", "last night", "this morning", "today"];

    public static IReadOnlyList<string> Numerals { get; } = ["two", "three", "four", "five"];

    public static IReadOnlyList<string> Amounts { get; } = ["many", "several", "few"];

    public static IReadOnlyList<string> Pointers { get; } = ["these", "those"];

    public static IReadOnlyList<string> Speech { get; } = ["said", "knew", "thought", "heard"];

    public static IReadOnlyList<string> Remarks { get; } =
        ["it was a long day.", "then the rain came.", "the sun was warm.", "nobody knew why.", "so it goes.", "and the wind blew.", "that was all.", "it was late."];
}
