using System.ComponentModel.DataAnnotations;

namespace Tessera.Routers.Poly;

/// <summary>Options of <c>router/mhr</c>, beside those of <c>router/poly</c>.</summary>
internal sealed class MhrOptions : PolyOptions
{
    /// <summary>How many heads there are. They divide the inputs and the outputs of every map.</summary>
    /// <value>The default value is 4.</value>
    [Range(1, 65_536)]
    public int Heads { get; set; } = 4;
}
