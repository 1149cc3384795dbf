namespace Tessera.Adapters.Models.Fused;

/// <summary>One product of a sum of products, L · R. R lies in panels, each as many columns as kernels take at a time, so that a kernel reads it from one end to the other.</summary>
/// <param name="left">L, (rows, inner).</param>
/// <param name="leftStride">From one row of L to the next.</param>
/// <param name="right">R, (columns / lane, inner, lane).</param>
/// <param name="inner">What is summed over; 0 for no product.</param>
internal readonly unsafe struct ProductTerm(float* left, int leftStride, float* right, int inner)
{
    public float* Left => left;

    public int LeftStride => leftStride;

    public float* Right => right;

    public int Inner => inner;

    /// <summary>Where a number of R stands.</summary>
    /// <param name="inner">How many rows R has.</param>
    /// <param name="row">The number's row.</param>
    /// <param name="column">Its column.</param>
    public static long Place(int inner, int row, int column) => ((long)(column / FloatMemory.Lane) * inner + row) * FloatMemory.Lane + column % FloatMemory.Lane;

    /// <summary>The product from one row of L and one panel of R on.</summary>
    /// <param name="row">The row of L.</param>
    /// <param name="column">The panel's first column.</param>
    public ProductTerm From(int row, int column) => new(left + (long)row * leftStride, leftStride, right + (long)column * inner, inner);
}
