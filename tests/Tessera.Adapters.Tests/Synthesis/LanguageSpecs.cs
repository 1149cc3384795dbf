using Tessera.Adapters.Steps;
using Tessera.Adapters.Tasks;

namespace Tessera.Adapters.Tests.Synthesis;

/// <summary>I can write a small language, and tasks over it, from a seed.</summary>
public class LanguageSpecs
{
    [Fact]
    public async Task The_same_seed_writes_the_same_bytes_and_another_one_others()
    {
        using var first = new RecordingContext();
        using var again = new RecordingContext();
        using var other = new RecordingContext();

        var (one, two, three) = (await Write(first, 5), await Write(again, 5), await Write(other, 6));

        Bytes(one).Should().Equal(Bytes(two));
        File.ReadAllBytes(one.Text).Should().NotEqual(File.ReadAllBytes(three.Text));
    }

    [Fact]
    public async Task The_tasks_that_are_shipped_are_what_the_generator_writes()
    {
        using var context = new RecordingContext();

        var language = await Write(context, 1, stories: 1, examples: 300);

        var shipped = Path.Combine(Repository.Samples, "minimal-pairs");
        Directory.EnumerateFiles(shipped).Select(Path.GetFileName).Order().Should().Equal(Directory.EnumerateFiles(language.Tasks).Select(Path.GetFileName).Order());
        foreach (var file in Directory.EnumerateFiles(language.Tasks))
            File.ReadAllText(Path.Combine(shipped, Path.GetFileName(file))).Should().Be(File.ReadAllText(file), Path.GetFileName(file));
    }

    [Fact]
    public async Task A_teller_keeps_to_his_habits_in_the_whole_story()
    {
        using var context = new RecordingContext();
        var language = await Write(context, 5, stories: 2000);

        foreach (var story in File.ReadLines(language.Text))
        {
            var careful = Has(story, "found", "held", "brought", "caught", "took", "shook", "kept", "lost");
            var free = Has(story, "finded", "holded", "bringed", "catched", "taked", "shaked", "keeped", "losed");
            (careful && free).Should().BeFalse(story);
        }

        File.ReadLines(language.Text).Count(story => Has(story, "finded")).Should().BeGreaterThan(10);
        File.ReadLines(language.Text).Count(story => Has(story, "found")).Should().BeGreaterThan(10);
    }

    [Fact]
    public async Task Tasks_come_in_families_and_each_has_a_right_answer()
    {
        using var context = new RecordingContext();
        var language = await Write(context, 5, examples: 120);

        var tasks = TaskFolder.Read(language.Tasks);

        tasks.GroupBy(task => task.Family).Should().HaveCountGreaterThanOrEqualTo(8).And.OnlyContain(family => family.Count() >= 4);
        tasks.Should().OnlyContain(task => task.Examples.Count == 120);
        tasks.SelectMany(task => task.Examples).Should().OnlyContain(example => !example.Others.Contains(example.Answer));
        foreach (var task in tasks) task.Examples.Select(example => example.Prompt + example.Answer).Should().OnlyHaveUniqueItems(task.Name);
    }

    [Fact]
    public async Task Pairs_choices_and_written_answers_are_asked_for()
    {
        using var context = new RecordingContext();
        var tasks = TaskFolder.Read((await Write(context, 5)).Tasks).SelectMany(task => task.Examples).ToList();

        tasks.Should().Contain(example => example.Prompt == "" && example.Others.Count == 1);
        tasks.Should().Contain(example => example.Prompt != "" && example.Others.Count == 3);
        tasks.Should().Contain(example => example.Prompt != "" && example.Others.Count == 0);
    }

    private static bool Has(string story, params string[] words) => story.Split(' ', '.').Intersect(words).Any();

    private static Task<GeneratedLanguage> Write(RecordingContext context, long seed, int stories = 50, int examples = 20) =>
        new GenerateLanguageStep(new GenerateLanguageOptions { Stories = stories, HeldOutStories = 5, Examples = examples, Seed = seed }).RunAsync(context, TestContext.Current.CancellationToken);

    private static IReadOnlyList<string> Bytes(GeneratedLanguage language) =>
        [.. ((string[])[language.Text, language.HeldOut, .. Directory.EnumerateFiles(language.Tasks).Order()]).Select(file => Convert.ToHexString(File.ReadAllBytes(file)))];
}
