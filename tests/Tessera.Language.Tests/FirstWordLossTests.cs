using Tessera.Language.Losses;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Language.Tests;

public sealed class FirstWordLossTests
{
    [Theory]
    [InlineData("Yes", "yes", 0)]
    [InlineData("Yes, because you walk back.", "Yes", 0)]
    [InlineData("  \n- yes", "Yes", 0)]
    [InlineData("No, yes", "Yes", 1)]
    [InlineData("yesterday", "Yes", 1)]
    [InlineData("(A)", "(A)", 0)]
    [InlineData("A", "(A)", 0)]
    [InlineData("a) 05/01/2021", "(A)", 0)]
    [InlineData("(A) 05/01/2021", "(A)", 0)]
    [InlineData("(B) 05/01/2021", "(A)", 1)]
    [InlineData("Option (A)", "(A)", 0)]
    [InlineData("OPTION A: the bus", "(A)", 0)]
    [InlineData("Option B", "(A)", 1)]
    [InlineData("option", "(A)", 1)]
    [InlineData("Options (A)", "(A)", 1)]
    [InlineData("The answer is (A)", "(A)", 1)]
    [InlineData("1. description", "description", 0)]
    [InlineData("42human", "human", 0)]
    [InlineData("Objektiv—ja", "objektiv", 0)]
    [InlineData("", "Yes", 1)]
    [InlineData("42", "Yes", 1)]
    public void The_first_word_decides(string output, string target, double loss) => new FirstWordLoss().Evaluate(output, target).Should().Be(loss);

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("?!")]
    public void A_target_without_a_word_is_refused(string target) =>
        FluentActions.Invoking(() => new FirstWordLoss().Evaluate("42", target)).Should().Throw<TesseraException>().Which.Diagnostics.Should().ContainSingle(fault => fault.Id == "TESS6610");
}
