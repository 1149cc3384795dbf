using Tessera.Sdk.Language;
using Tessera.Sdk.Testing.Models;

namespace Tessera.Sdk.Testing.Tests.Models;

/// <summary>The kit for language models finds each fault, and finds none where there is none.</summary>
[Collection("the process's folder and variables")]
public class LanguageModelConformanceSpecs
{
    public static TheoryData<int, string> Faults => [.. FaultyModels.All.Select((faulty, index) => (index, faulty.Id))];

    [Fact]
    public async Task A_right_model_passes_everything()
    {
        var report = await CheckAsync(() => new LetterModel());

        report.Failures.Should().BeEmpty(report.ToString());
        report.Results.Where(result => result.Outcome != ConformanceOutcome.Passed).Select(result => result.Id).Should().Equal(["CONF-M32"], "it does not list its answers");
    }

    [Fact]
    public async Task A_right_model_that_lists_its_answers_passes_everything()
    {
        var report = await CheckAsync(() => new LetterModel { IsBrief = true });

        report.Results.Should().OnlyContain(result => result.Outcome == ConformanceOutcome.Passed, report.ToString());
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_faulty_model_is_found_out(int index, string id)
    {
        var report = await CheckAsync(FaultyModels.All[index].Create);

        report.Failures.Select(failure => failure.Id).Should().Equal([id], report.ToString());
        report.Failures[0].Message.Should().NotBeEmpty();
    }

    [Fact]
    public void Each_check_has_a_faulty_model() =>
        FaultyModels.All.Select(faulty => faulty.Id).Distinct().Should().BeEquivalentTo(LanguageModelConformance.Checks.Select(check => check.Id));

    private static Task<ConformanceReport> CheckAsync(Func<ILanguageModel> create) => LanguageModelConformance.CheckAsync(create, new LanguageModelConformanceOptions
    {
        Prompts = ["x", "y", "z"],
        Continuations = ["a", "b", "ca"],
        Patience = TimeSpan.FromSeconds(6),
    });
}
