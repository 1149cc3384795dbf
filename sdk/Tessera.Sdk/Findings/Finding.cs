using System.Text.Json.Serialization;

namespace Tessera.Sdk.Findings;

/// <summary>Something a step hands over for people to look at. A finding has meaning, never looks: it is rendered elsewhere.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Table), "table")]
[JsonDerivedType(typeof(Series), "series")]
[JsonDerivedType(typeof(Comparison), "comparison")]
[JsonDerivedType(typeof(Matrix), "matrix")]
[JsonDerivedType(typeof(Tree), "tree")]
[JsonDerivedType(typeof(TextDifference), "textDifference")]
[JsonDerivedType(typeof(Transcript), "transcript")]
public abstract record Finding
{
    // Who renders findings knows all kinds of them.
    private protected Finding()
    {
    }

    /// <summary>What it shows, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>How to read it, in a sentence or two; empty when the title suffices.</summary>
    public string Caption { get; init; } = "";
}
