using System.Diagnostics.CodeAnalysis;

namespace Tessera.Adapters.Models;

/// <summary>The element type that a model computes in.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The names of the field, as config.json has them.")]
public enum ModelType
{
    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>Half precision, 11 bits of mantissa.</summary>
    Float16,

    /// <summary>Half precision with the range of single, 8 bits of mantissa.</summary>
    Bfloat16,

    /// <summary>Double precision.</summary>
    Float64,
}
