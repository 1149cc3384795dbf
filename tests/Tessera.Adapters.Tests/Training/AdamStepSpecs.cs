using Tessera.Adapters.Training.Optimisation;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests.Training;

/// <summary>A step in one pass is held against a slow one, number by number and bit by bit, and against libtorch's operations.</summary>
public sealed class AdamStepSpecs
{
    public AdamStepSpecs() => Libtorch.EnsureLoaded();

    [Theory]
    [InlineData(1, 0.9, 0.999)]
    [InlineData(7, 0.9, 0.999)]
    [InlineData(100_003, 0.9, 0.999)]
    [InlineData(100_003, 0.4, 0.95)]
    [InlineData(100_003, 0.2, 0.5)]
    public void One_pass_gives_the_bits_of_one_number_after_another(int count, double beta1, double beta2)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(3);
        torch.Tensor value = torch.randn(count, generator: generator), first = torch.zeros(count), second = torch.zeros(count);
        float[] values = Numbers(value), firsts = new float[count], seconds = new float[count];
        for (var step = 1; step <= 4; step++)
        {
            var gradient = Gradient(count, step, generator);
            var (correction, rate) = (1 - Math.Pow(beta2, step), -0.005 / (1 - Math.Pow(beta1, step)));
            foreach (var (i, slope) in Numbers(gradient).Index())
            {
                var fresh = (float)(1 - beta1);
                firsts[i] = fresh < 0.5f ? MathF.FusedMultiplyAdd(fresh, slope - firsts[i], firsts[i]) : MathF.FusedMultiplyAdd(slope - firsts[i], fresh - 1, slope);
                seconds[i] = MathF.FusedMultiplyAdd((float)(1 - beta2) * slope, slope, seconds[i] * (float)beta2);
                values[i] += firsts[i] * (float)rate / (MathF.Sqrt(seconds[i] / (float)correction) + 1e-8f);
            }

            new AdamStep(1 - beta1, beta2, 1 - beta2, correction, 1e-8, rate).Apply(value, first, second, gradient).Should().BeTrue();

            Bits(Numbers(first)).Should().Equal(Bits(firsts));
            Bits(Numbers(second)).Should().Equal(Bits(seconds));
            Bits(Numbers(value)).Should().Equal(Bits(values));
            Bits(Numbers(gradient)).Should().OnlyContain(bits => bits == 0);
        }
    }

    [Theory]
    [InlineData(0.9, 0.999)]
    [InlineData(0.4, 0.95)]
    public void A_step_is_that_of_libtorchs_operations_up_to_rounding(double beta1, double beta2)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(3);
        torch.Tensor first = torch.zeros(1000), second = torch.zeros(1000), otherFirst = torch.zeros(1000), otherSecond = torch.zeros(1000);
        for (var step = 1; step <= 4; step++)
        {
            var (gradient, value, otherValue) = (Gradient(1000, step, generator), torch.zeros(1000), torch.zeros(1000));
            var (correction, rate) = (1 - Math.Pow(beta2, step), -0.005 / (1 - Math.Pow(beta1, step)));
            using Scalar kept = beta2.ToScalar(), added = (1 - beta2).ToScalar(), divided = correction.ToScalar(), change = rate.ToScalar();
            first.lerp_(gradient, torch.tensor((float)(1 - beta1)));
            second.mul_(kept).addcmul_(gradient, gradient, added);
            value.addcdiv_(first, second.div(divided).sqrt_().Accumulate(1e-8), change);

            new AdamStep(1 - beta1, beta2, 1 - beta2, correction, 1e-8, rate).Apply(otherValue, otherFirst, otherSecond, gradient);

            // Values begin at 0, so that they are the change alone.
            otherValue.allclose(value, 1e-6, 0).Should().BeTrue();
            otherFirst.allclose(first, 1e-6, 1e-12).Should().BeTrue();
            otherSecond.allclose(second, 1e-6, 0).Should().BeTrue();
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

    // Of very different sizes, some of them nothing.
    private static torch.Tensor Gradient(int count, int step, torch.Generator generator) =>
        torch.randn(count, generator: generator).Times(Math.Pow(10, -3 * step)) * torch.randn(count, generator: generator).Above(-1);

    private static float[] Numbers(torch.Tensor tensor) => tensor.data<float>().ToArray();

    private static int[] Bits(float[] numbers) => [.. numbers.Select(BitConverter.SingleToInt32Bits)];
}
