using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests;

/// <summary>Random numbers as tensors, and tensors as arrays.</summary>
internal static class Tensors
{
    public static torch.Tensor Random(Random numbers, params long[] shape)
    {
        var values = Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(_ => numbers.NextDouble() * 2 - 1).ToArray();
        return torch.tensor(values, shape);
    }

    public static double[,] ToMatrix(this torch.Tensor tensor)
    {
        var (rows, columns) = (tensor.shape[0], tensor.shape[1]);
        var values = tensor.to_type(torch.ScalarType.Float64).contiguous().data<double>().ToArray();
        var matrix = new double[rows, columns];
        Buffer.BlockCopy(values, 0, matrix, 0, values.Length * sizeof(double));
        return matrix;
    }

    public static void ShouldBeNear(this torch.Tensor actual, torch.Tensor expected, double tolerance = 1e-9)
    {
        actual.shape.Should().Equal(expected.shape);
        (actual - expected).abs().max().Number().Should().BeLessThan(tolerance);
    }
}
