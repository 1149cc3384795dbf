using Tessera.Adapters.Fitting;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Tests;

/// <summary>Experts are fitted in closed form.</summary>
public class ReducedRankRegressionSpecs
{
    public ReducedRankRegressionSpecs() => Libtorch.EnsureLoaded();

    [Fact]
    public void A_change_of_low_rank_is_found_again()
    {
        using var scope = torch.NewDisposeScope();
        var numbers = new Random(1);
        var change = Tensors.Random(numbers, 7, 2).mm(Tensors.Random(numbers, 2, 5));
        var input = Tensors.Random(numbers, 30, 5);

        var fitted = ReducedRankRegression.Fit(input, input.mm(change.t()), rank: 2, ridge: 0);

        (fitted.B.mm(fitted.A) - change).abs().max().ToDouble().Should().BeLessThan(1e-10);
    }

    [Fact]
    public void No_other_change_of_the_rank_fits_better()
    {
        using var scope = torch.NewDisposeScope();
        var numbers = new Random(2);
        var (input, residual) = (Tensors.Random(numbers, 30, 5), Tensors.Random(numbers, 30, 7));
        var fitted = ReducedRankRegression.Fit(input, residual, rank: 2, ridge: 0);
        double Error(torch.Tensor a, torch.Tensor b) => (residual - input.mm(b.mm(a).t())).pow(2).sum().ToDouble();
        var least = Error(fitted.A, fitted.B);

        for (var i = 0; i < 300; i++)
        {
            var size = Math.Pow(10, -numbers.Next(1, 5));
            Error(fitted.A + Tensors.Random(numbers, 2, 5) * size, fitted.B + Tensors.Random(numbers, 7, 2) * size).Should().BeGreaterThanOrEqualTo(least - 1e-10);
        }

        Error(ReducedRankRegression.Fit(input, residual, rank: 5, ridge: 0).A, ReducedRankRegression.Fit(input, residual, rank: 5, ridge: 0).B).Should().BeLessThan(least);
    }
}
