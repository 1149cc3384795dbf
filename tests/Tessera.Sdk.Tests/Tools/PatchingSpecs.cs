using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Tests.Tools;

/// <summary>A difference applied to the text before gives the text after.</summary>
public class PatchingSpecs
{
    [Fact]
    public void A_difference_is_shortest_and_leads_from_one_text_to_the_other()
    {
        var random = new Random(20240612);
        for (var trial = 0; trial < 3000; trial++)
        {
            var (before, after) = Texts(random, lines: 14);
            var context = random.Next(5);

            var difference = UnifiedDifference.Between(before, after, "a", "b", context);

            Patching.Apply(before, difference).Should().Be(after, $"trial {trial} with {context} lines around");
            difference.Split('\n').Skip(2).Count(line => line.StartsWith('-') || line.StartsWith('+')).Should().Be(Patching.LeastChanges(before, after), $"trial {trial}");
        }
    }

    [Theory]
    [InlineData("patch", "-p1", "--quiet", "--fuzz=0", "--no-backup-if-mismatch")]
    [InlineData("git", "apply", "-p1", "--whitespace=nowarn")]
    public async Task Other_programs_apply_a_difference(string program, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(7);
        var expected = new Dictionary<string, string>();
        var patch = new System.Text.StringBuilder();
        for (var trial = 0; trial < 150; trial++)
        {
            // An emptied file is a removed one to both programs.
            var (before, after) = Texts(random, lines: 30);
            if (before.Length == 0 || after.Length == 0) continue;
            folder.Write($"file{trial}.txt", before);
            expected[$"file{trial}.txt"] = after;
            patch.Append(UnifiedDifference.Between(before, after, $"a/file{trial}.txt", $"b/file{trial}.txt"));
        }

        patch.Append(UnifiedDifference.Between("", "new\nfile", "/dev/null", "b/new.txt"));
        expected["new.txt"] = "new\nfile";
        var result = await Programs.RunAsync(folder.Root, patch.ToString(), program, arguments);

        result.ExitCode.Should().Be(0, result.StandardOutput + result.StandardError);
        expected.Should().HaveCountGreaterThan(100);
        foreach (var (file, after) in expected) folder.Read(file).Should().Be(after, file);
    }

    /// <summary>A text of few different lines, and the same after some of them were removed, replaced or added.</summary>
    private static (string Before, string After) Texts(Random random, int lines)
    {
        string[] words = ["a", "b", "c", "", "-- x", "++ x", "\\ y", "@@ -1 +1 @@", "d\r", " e"];
        var before = Enumerable.Range(0, random.Next(lines)).Select(_ => Word()).ToList();
        var after = before.SelectMany<string, string>(line => random.Next(8) switch { 0 => [], 1 => [Word()], 2 => [line, Word()], _ => [line] }).ToList();
        return (Joined(before), Joined(after));

        string Word() => words[random.Next(words.Length)];

        string Joined(List<string> parts) => string.Concat(parts.Select(part => part + "\n")) + (random.Next(3) == 0 ? "end" : "");
    }
}
