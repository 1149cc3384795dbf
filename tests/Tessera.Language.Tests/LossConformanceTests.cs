using Tessera.Language.Losses;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Testing;
using Tessera.Sdk.Testing.Losses;

namespace Tessera.Language.Tests;

/// <summary>What is asked of strangers' losses holds for the shipped ones.</summary>
public class LossConformanceTests
{
    [Fact]
    public Task The_loss_of_exact_matches_conforms() => RequireAllAsync(() => new ExactMatchLoss(), new LossConformanceOptions
    {
        Right = [("Positive.", "positive"), (" a  b\n", "A b"), ("", "")],
        Wrong = [("negative", "positive"), ("It is positive", "positive"), ("", "positive")],
    });

    [Fact]
    public Task The_loss_of_first_words_conforms() => RequireAllAsync(() => new FirstWordLoss(), new LossConformanceOptions
    {
        Right = [("Option (A), because", "(A)"), ("a)", "(A)"), ("Invalid: it is.", "invalid")],
        Wrong = [("The answer is (A)", "(A)"), ("", "(A)"), ("valid", "invalid")],
    });

    [Fact]
    public Task The_loss_of_numbers_conforms() => RequireAllAsync(() => new NumberPresentLoss(), new LossConformanceOptions
    {
        Right = [("That makes 1,234.50 in all.", "1234.5"), ("007", "7"), ("-$5", "-5")],
        Wrong = [("20-18", "-18"), ("B12", "12"), ("", "7")],
    });

    private static async Task RequireAllAsync(Func<ILoss> create, LossConformanceOptions options)
    {
        var report = await LossConformance.CheckAsync(create, options);

        report.Failures.Should().BeEmpty(report.ToString());
        report.Results.Where(result => result.Outcome == ConformanceOutcome.NotApplicable).Select(result => result.Id).Should().Equal(["CONF-L18"], "they hold nothing to dispose of");
    }
}
