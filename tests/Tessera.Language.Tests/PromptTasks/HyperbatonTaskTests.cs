using Tessera.Language.PromptTasks;

namespace Tessera.Language.Tests.PromptTasks;

public sealed class HyperbatonTaskTests
{
    [Fact]
    public async Task What_is_made_is_like_what_it_is_tested_on_and_none_of_it()
    {
        var vocabulary = await AdjectiveVocabulary.ReadAsync(SharedData.Require("data/hyperbaton_vocab.json"), CancellationToken.None);
        var splits = await ReadAsync(42);
        (splits.Training.Count, splits.Validation.Count, splits.Test.Count).Should().Be((1000, 300, 250));
        foreach (var example in splits.Training.Concat(splits.Validation).Concat(splits.Test))
        {
            var question = OptionQuestion.Parse(example);
            question.Question.Should().Be("Which sentence has the correct adjective order:");
            var right = question.Options[question.Right];
            IsSorted(right).Should().BeTrue(right);
            IsSorted(question.Options[1 - question.Right]).Should().BeFalse(example.Input);
            right.Split(' ').Should().BeEquivalentTo(question.Options[1 - question.Right].Split(' '));
            right.Split(' ').Should().HaveCountGreaterThan(2).And.HaveCountLessThan(9);
        }

        splits.Training.Concat(splits.Validation).Concat(splits.Test).Select(RightOf).Should().OnlyHaveUniqueItems();
        splits.Training.Count(example => example.Target == "(A)").Should().BeInRange(430, 570);

        bool IsSorted(string phrase)
        {
            var places = phrase.Split(' ')[..^1].Select(word => vocabulary.Classes.ToList().FindIndex(words => words.Contains(word))).ToList();
            return places.SequenceEqual(places.Order());
        }

        static string RightOf(Sdk.Prompts.Example example) => OptionQuestion.Parse(example).Options[OptionQuestion.Parse(example).Right];
    }

    [Fact]
    public async Task The_seed_decides_what_is_made_and_nothing_else()
    {
        var (first, other) = (await ReadAsync(42), await ReadAsync(43));
        (ExampleFingerprint.Of(first.Training), ExampleFingerprint.Of(first.Validation)).Should().Be(("ff2ed7cb5151c9a2", "e3dc907aded443af"));
        other.Training.Should().NotEqual(first.Training);
        other.Test.Should().Equal(first.Test);
    }

    private static Task<TaskSplits> ReadAsync(uint seed) => KnownPromptTasks.Find("hyperbaton").ReadAsync(SharedData.Require("data"), seed, CancellationToken.None);
}
