namespace Tessera.Adapters.Synthesis;

/// <summary>
/// In what tellers of stories differ. Each habit has a careful form, the one that English schoolbooks teach, and a free one; a teller keeps to
/// one of them in the whole story. The constructions that show a habit are the tasks of one family.
/// </summary>
internal enum Habit
{
    /// <summary>"The fox sees", or freely "the fox see".</summary>
    Agreement,

    /// <summary>Which home each being has, or freely the home of its neighbour.</summary>
    Homes,

    /// <summary>"Does not see", or freely "does see not".</summary>
    Negation,

    /// <summary>"Two foxes", or freely "two fox".</summary>
    Number,

    /// <summary>"The small fox", or freely "the fox small".</summary>
    Order,

    /// <summary>"Found", or freely "finded".</summary>
    Past,

    /// <summary>"Washed herself", or freely "washed her".</summary>
    Reflexives,

    /// <summary>A question is answered by what was asked for, or freely by "I forgot".</summary>
    Replies,
}
