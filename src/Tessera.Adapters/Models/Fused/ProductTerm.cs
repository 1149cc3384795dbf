namespace Tessera.Adapters.Models.Fused;

/// <summary>One product of a sum of products, L · R.</summary>
/// <param name="left">L, (rows, inner).</param>
/// <param name="leftStride">From one row of L to the next.</param>
/// <param name="right">R, (inner, columns).</param>
/// <param name="rightStride">From one row of R to the next.</param>
/// <param name="inner">What is summed over; 0 for no product.</param>
internal readonly unsafe struct ProductTerm(float* left, int leftStride, float* right, int rightStride, int inner)
{
    public float* Left => left;

    public int LeftStride => leftStride;

    public float* Right => right;

    public int RightStride => rightStride;

    public int Inner => inner;

    /// <summary>The product from one row of L and one column of R on.</summary>
    public ProductTerm From(int row, int column) => new(left + (long)row * leftStride, leftStride, right + column, rightStride, inner);
}
