using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Sdk.Tensors.Tests;

/// <summary>Numbers stay until libtorch has read them, whatever the collector does meanwhile.</summary>
public sealed class ArithmeticSpecs
{
    static ArithmeticSpecs() => Libtorch.EnsureLoaded();

    [Fact]
    public void Each_operation_is_what_its_name_says()
    {
        using var scope = torch.NewDisposeScope();
        var (a, b) = (torch.tensor(new[] { 1.0, -2.0, 4.0 }), torch.tensor(new[] { 0.5, 8.0, -3.0 }));

        a.Plus(b).data<double>().Should().Equal(1.5, 6, 1);
        a.Plus(2.5).data<double>().Should().Equal(3.5, 0.5, 6.5);
        a.Times(-3).data<double>().Should().Equal(-3, 6, -12);
        a.Over(4).data<double>().Should().Equal(0.25, -0.5, 1);
        a.PlusAt(0, torch.tensor(new long[] { 2, 2, 0 }), b).data<double>().Should().Equal(-2, -2, 12.5);
        a.Accumulate(b).Should().BeSameAs(a);
        a.data<double>().Should().Equal(1.5, 6, 1);
        a.Accumulate(0.5).data<double>().Should().Equal(2, 6.5, 1.5);
        a.Squared().data<double>().Should().Equal(4, 42.25, 2.25);
        b.AccumulateAt(0, torch.tensor(new long[] { 0, 0, 2 }), a).Should().BeSameAs(b);
        b.data<double>().Should().Equal(9, 8, -1.5);
        torch.zeros(1, 2, torch.ScalarType.Float64).PlusAt(1, torch.tensor(new long[] { 1, 1, 1 }), a.unsqueeze(0)).data<double>().Should().Equal(0, 10);
    }

    [Fact]
    public void Whole_numbers_stay_whole_and_exact()
    {
        using var scope = torch.NewDisposeScope();
        var large = torch.tensor(new[] { (1L << 40) + 1 });

        large.Plus(1).data<long>().Should().Equal((1L << 40) + 2);
        large.Times(3).data<long>().Should().Equal((3L << 40) + 3);
        large.Accumulate(-1).data<long>().Should().Equal(1L << 40);
        large.Plus(0.5).is_floating_point().Should().BeTrue();
    }

    [Fact]
    public void Numbers_are_compared_with_a_bound_and_NaN_is_neither_above_nor_below()
    {
        using var scope = torch.NewDisposeScope();
        var numbers = torch.tensor(new[] { -1.0, 0.5, 2, double.NaN });

        numbers.Above(0.5).data<bool>().Should().Equal(false, false, true, false);
        numbers.AtLeast(0.5).data<bool>().Should().Equal(false, true, true, false);
        numbers.Below(0.5).data<bool>().Should().Equal(true, false, false, false);
        torch.tensor(new[] { (1L << 40) - 1, 1L << 40 }).AtLeast(1L << 40).data<bool>().Should().Equal([false, true], "whole numbers are not rounded");
    }

    [Fact]
    public void A_single_value_is_read_whatever_its_type()
    {
        using var scope = torch.NewDisposeScope();

        torch.tensor(0.5f).Number().Should().Be(0.5);
        torch.tensor(3, torch.ScalarType.Int32).Number().Should().Be(3);
        torch.tensor(long.MaxValue).Index().Should().Be(long.MaxValue);
        torch.tensor(new[] { true }).Holds().Should().BeTrue();
        torch.tensor(false).Holds().Should().BeFalse();
        FluentActions.Invoking(() => torch.ones(2).Number()).Should().Throw<Exception>();
    }

    [Fact]
    public void Positions_go_from_the_first_to_the_one_before_the_limit()
    {
        using var scope = torch.NewDisposeScope();

        Positions.Between(3, 7).data<long>().Should().Equal(3, 4, 5, 6);
        Positions.Between(5, 5).shape.Should().Equal(0);
    }

    [Fact]
    public void Results_are_right_while_another_thread_lets_the_collector_run_again_and_again()
    {
        using var over = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!over.IsCancellationRequested)
            {
#pragma warning disable RS0030 // Numbers that nobody holds are what the collector has to free here.
                for (var i = 0; i < 50; i++) _ = (Scalar)(777.5 + i);
#pragma warning restore RS0030
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            using var ones = torch.ones(400_000);
            for (var round = 0; round < 1500; round++)
            {
                using var scope = torch.NewDisposeScope();
                using var result = (ones.Times(3).Plus(2) - ones).Over(4).Plus(ones);
                (result.min().Number(), result.max().Number()).Should().Be((2, 2));
            }
        }
        finally
        {
            over.Cancel();
            collector.Join();
        }
    }
}
