namespace Tessera.Adapters.Synthesis;

/// <summary>A kind of sentence that shows one habit.</summary>
/// <param name="Name">The name of its task.</param>
/// <param name="Habit">What it shows.</param>
/// <param name="Say">Says such a sentence. What is asked for, where something is, stands behind <see cref="Gap"/>.</param>
internal sealed record Construction(string Name, Habit Habit, Func<Speaker, string> Say)
{
    /// <summary>Parts what is given from what should follow.</summary>
    public const char Gap = '|';
}
