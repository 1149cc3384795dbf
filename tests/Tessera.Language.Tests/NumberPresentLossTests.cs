using Tessera.Language.Losses;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Language.Tests;

public sealed class NumberPresentLossTests
{
    [Theory]
    [InlineData("18", "18")]
    [InlineData("The answer is 18.", "18")]
    [InlineData("9 * 2 = 18", "18")]
    [InlineData("9*2=18#", "18")]
    [InlineData("#### 18", "18")]
    [InlineData("She makes $18 every day.", "18")]
    [InlineData("18% of them", "18")]
    [InlineData("18km, that is", "18")]
    [InlineData("(18)", "18")]
    [InlineData("\"18\"", "18")]
    [InlineData("no.18", "18")]
    [InlineData("so...18", "18")]
    [InlineData("018", "18")]
    [InlineData("18.0", "18")]
    [InlineData("18.50", "18.5")]
    [InlineData(".5", "0.5")]
    [InlineData("0.5", ".5")]
    [InlineData("1,234", "1234")]
    [InlineData("1234", "1,234")]
    [InlineData("$1,234,567.80 in all", "1234567.8")]
    [InlineData("1\u00a0234", "1234")]
    [InlineData("1\u202f234\u202f567", "1234567")]
    [InlineData("10, 20, 18", "18")]
    [InlineData("(1,18,3)", "18")]
    [InlineData("05/18/2021", "18")]
    [InlineData("20-18", "18")]
    [InlineData("20 - 18", "18")]
    [InlineData("-18", "-18")]
    [InlineData("it is -18 degrees", "-18")]
    [InlineData("it is −18 degrees", "-18")]
    [InlineData("-$18", "-18")]
    [InlineData("$-18", "-18")]
    [InlineData("x=-18", "-18")]
    [InlineData("-0", "0")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    public void The_wanted_number_is_found_however_it_is_written(string output, string target) => Loss(output, target).Should().Be(0);

    [Theory]
    [InlineData("", "18")]
    [InlineData("eighteen", "18")]
    [InlineData("181", "18")]
    [InlineData("118", "18")]
    [InlineData("1.8", "18")]
    [InlineData("18.5", "18")]
    [InlineData("18.5", "5")]
    [InlineData("1,234", "1")]
    [InlineData("1,234", "234")]
    [InlineData("-18", "18")]
    [InlineData("18", "-18")]
    [InlineData("20-18", "-18")]
    [InlineData("B18", "18")]
    [InlineData("x_18", "18")]
    [InlineData("1.2.18", "18")]
    [InlineData("0.018", "18")]
    [InlineData("123456789012345678901234567891", "123456789012345678901234567890")]
    public void Another_number_is_not_taken_for_it(string output, string target) => Loss(output, target).Should().Be(1);

    [Theory]
    [InlineData("")]
    [InlineData("many")]
    [InlineData("3 or 4")]
    public void A_target_that_is_not_one_number_is_refused(string target) =>
        FluentActions.Invoking(() => Loss("3", target)).Should().Throw<TesseraException>().Which.Diagnostics.Should().ContainSingle(fault => fault.Id == "TESS6610");

    private static double Loss(string output, string target) => new NumberPresentLoss().Evaluate(output, target);
}
