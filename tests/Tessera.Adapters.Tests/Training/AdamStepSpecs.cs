using Tessera.Adapters.Training.Optimisation;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Training;

/// <summary>The step in few passes is held against libtorch's operations, one after another, bit by bit.</summary>
public sealed class AdamStepSpecs
{
    public AdamStepSpecs() => Libtorch.EnsureLoaded();

    [Theory]
    [InlineData(1, 0.9, 0.999)]
    [InlineData(7, 0.9, 0.999)]
    [InlineData(100_003, 0.9, 0.999)]
    [InlineData(100_003, 0.4, 0.95)]
    [InlineData(100_003, 0.2, 0.5)]
    public void Few_passes_give_the_bits_of_libtorchs_operations(int count, double beta1, double beta2)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(3);
        torch.Tensor Draw() => torch.randn(count, generator: generator);
        torch.Tensor value = Draw(), first = torch.zeros(count), second = torch.zeros(count);
        torch.Tensor otherValue = value.clone(), otherFirst = first.clone(), otherSecond = second.clone();
        for (var step = 1; step <= 4; step++)
        {
            // Gradients of very different sizes, some of them nothing.
            var gradient = Draw().Times(Math.Pow(10, -3 * step)) * Draw().Above(-1);
            var (correction, rate) = (1 - Math.Pow(beta2, step), -0.005 / (1 - Math.Pow(beta1, step)));
            using Scalar kept = beta2.ToScalar(), added = (1 - beta2).ToScalar(), divided = correction.ToScalar(), change = rate.ToScalar();
            first.lerp_(gradient, torch.tensor((float)(1 - beta1)));
            second.mul_(kept).addcmul_(gradient, gradient, added);
            value.addcdiv_(first, second.div(divided).sqrt_().Accumulate(1e-8), change);

            new AdamStep(1 - beta1, beta2, 1 - beta2, correction, 1e-8, rate)
                .Apply(otherValue, otherFirst, otherSecond, gradient).Should().BeTrue();

            Bits(otherFirst).Should().Equal(Bits(first));
            Bits(otherSecond).Should().Equal(Bits(second));
            Bits(otherValue).Should().Equal(Bits(value));
            Bits(gradient).Should().OnlyContain(bits => bits == 0);
        }
    }

    [Fact]
    public void What_lies_elsewhere_is_left_alone()
    {
        using var scope = torch.NewDisposeScope();
        var step = new AdamStep(0.1, 0.999, 0.001, 0.001, 1e-8, -0.05);
        torch.Tensor One(torch.ScalarType type) => torch.ones(4, 3, type);
        var turned = One(torch.ScalarType.Float32).t();

        step.Apply(One(torch.ScalarType.Float64), One(torch.ScalarType.Float64), One(torch.ScalarType.Float64), One(torch.ScalarType.Float64)).Should().BeFalse();
        step.Apply(One(torch.ScalarType.Float32).t().contiguous(), One(torch.ScalarType.Float32), One(torch.ScalarType.Float32), turned).Should().BeFalse();
        turned.sum().Number().Should().Be(12);
    }

    private static int[] Bits(torch.Tensor tensor) => [.. tensor.data<float>().ToArray().Select(BitConverter.SingleToInt32Bits)];
}
