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

        (fitted.B.mm(fitted.A) - change).abs().max().Number().Should().BeLessThan(1e-10);
    }

    [Fact]
    public void No_other_change_of_the_rank_fits_better()
    {
        using var scope = torch.NewDisposeScope();
        var numbers = new Random(2);
        var (input, residual) = (Tensors.Random(numbers, 30, 5), Tensors.Random(numbers, 30, 7));
        var fitted = ReducedRankRegression.Fit(input, residual, rank: 2, ridge: 0);
        double Error(torch.Tensor a, torch.Tensor b) => (residual - input.mm(b.mm(a).t())).Squared().sum().Number();
        var least = Error(fitted.A, fitted.B);

        for (var i = 0; i < 300; i++)
        {
            var size = Math.Pow(10, -numbers.Next(1, 5));
            Error(fitted.A.Plus(Tensors.Random(numbers, 2, 5).Times(size)), fitted.B.Plus(Tensors.Random(numbers, 7, 2).Times(size))).Should().BeGreaterThanOrEqualTo(least - 1e-10);
        }

        Error(ReducedRankRegression.Fit(input, residual, rank: 5, ridge: 0).A, ReducedRankRegression.Fit(input, residual, rank: 5, ridge: 0).B).Should().BeLessThan(least);
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.05)]
    [InlineData(3)]
    public void With_a_ridge_too_no_other_change_of_the_rank_costs_less(double ridge)
    {
        using var scope = torch.NewDisposeScope();
        var numbers = new Random(3);
        // Inputs that vary much along some directions and hardly along others: there the ridge changes which directions are worth a rank.
        var input = Tensors.Random(numbers, 30, 5) * torch.tensor(new[] { 3, 1, 0.3, 0.1, 0.03 });
        var residual = input.mm(Tensors.Random(numbers, 5, 7) / torch.tensor(new[] { 3, 1, 0.3, 0.1, 0.03 }).unsqueeze(1)).Plus(Tensors.Random(numbers, 30, 7).Times(0.1));
        double Cost(torch.Tensor change) => (residual - input.mm(change.t())).Squared().sum().Plus(change.Squared().sum().Times(ridge * 30)).Number();

        var fitted = ReducedRankRegression.Fit(input, residual, rank: 2, ridge);

        var least = Enumerable.Range(0, 5).Min(_ => Cost(AlternatingLeastSquares(input, residual, ridge * 30, Tensors.Random(numbers, 7, 2))));
        Cost(fitted.B.mm(fitted.A)).Should().BeApproximately(least, 1e-8 * least);
    }

    [Fact]
    public void With_fewer_rows_than_inputs_and_no_ridge_the_smallest_exact_change_is_found()
    {
        using var scope = torch.NewDisposeScope();
        var numbers = new Random(4);
        var (input, residual) = (Tensors.Random(numbers, 3, 5), Tensors.Random(numbers, 3, 7));

        var fitted = ReducedRankRegression.Fit(input, residual, rank: 4, ridge: 0);

        fitted.Rank.Should().Be(3);
        (fitted.B.mm(fitted.A) - residual.t().mm(torch.linalg.pinv(input.t()))).abs().max().Number().Should().BeLessThan(1e-10);
    }

    // The penalised cost improved by turns in each factor, as rows of zeros below the targets and √penalty · I below the inputs.
    private static torch.Tensor AlternatingLeastSquares(torch.Tensor input, torch.Tensor residual, double penalty, torch.Tensor b)
    {
        var x = torch.cat([input, torch.eye(input.shape[1], dtype: torch.ScalarType.Float64).Times(Math.Sqrt(penalty))], 0);
        var y = torch.cat([residual, torch.zeros(input.shape[1], residual.shape[1], torch.ScalarType.Float64)], 0);
        var full = torch.linalg.pinv(x).mm(y);
        var a = torch.zeros(0);
        for (var round = 0; round < 500; round++)
        {
            a = full.mm(torch.linalg.pinv(b.t()));
            b = torch.linalg.pinv(x.mm(a)).mm(y).t();
        }

        return a.mm(b.t()).t();
    }
}
