using Tessera.Language.Losses;

namespace Tessera.Language.Tests;

public sealed class ExactMatchLossTests
{
    [Theory]
    [InlineData("Positive.", " positive", 0)]
    [InlineData("THE  answer:\n42", "the answer 42", 0)]
    [InlineData("it's", "it s", 0)]
    [InlineData("İ", "i", 1)]
    [InlineData("positive", "negative", 1)]
    [InlineData("not positive", "positive", 1)]
    [InlineData("", "!?", 0)]
    public void Case_punctuation_and_white_space_do_not_count(string output, string target, double loss) =>
        new ExactMatchLoss().Evaluate(output, target).Should().Be(loss);
}
