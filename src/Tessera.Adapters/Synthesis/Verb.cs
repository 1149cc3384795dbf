namespace Tessera.Adapters.Synthesis;

/// <summary>A verb.</summary>
/// <param name="Plain">As several do it.</param>
/// <param name="Third">As one does it.</param>
/// <param name="Past">As it was done.</param>
/// <param name="Regular">The past that a rule would make.</param>
internal sealed record Verb(string Plain, string Third, string Past, string Regular)
{
    /// <summary>A verb whose past follows the rule.</summary>
    public Verb(string plain, string third, string past) : this(plain, third, past, past)
    {
    }
}
