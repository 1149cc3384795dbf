namespace Tessera.Adapters.Synthesis;

/// <summary>Which pronoun stands for a being.</summary>
internal enum Gender
{
    It,
    He,
    She,
}
