using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tessera.Language.Optimization;
using Tessera.Language.Synthesis;

namespace Tessera.Language.Tests.Synthesis;

public sealed partial class GenerateLeftOverTests : IDisposable
{
    private readonly RecordingContext _context = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _context.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_same_seed_writes_the_same_bytes_and_another_one_other_bytes()
    {
        var first = await BytesAsync(seed: 3);
        (await BytesAsync(seed: 3)).Should().Equal(first);
        (await BytesAsync(seed: 4)).Should().NotEqual(first);
    }

    [Fact]
    public async Task Questions_that_are_left_out_are_not_written_about()
    {
        // There are some 4000 questions: each comes up in so many documents but for one time in thirty.
        var all = await WriteAsync(documents: 20_000);
        var left = all.Select(document => QuestionOf().Match(document)).First(match => match.Success).Value;
        all.Should().Contain(document => document.Contains(left));
        (await WriteAsync(documents: 20_000, without: left)).Should().NotContain(document => document.Contains(left)).And.HaveCount(20_000);
    }

    [Fact]
    public async Task Whoever_decides_from_thoughts_is_as_careful_as_the_instruction_says()
    {
        var documents = await WriteAsync(documents: 40_000);
        double Right(string rules)
        {
            var about = documents.Where(document => document.StartsWith($"<instruction>\nSay yes or no.{rules}\n</instruction>", StringComparison.Ordinal)).ToList();
            return about.Average(document => (int.Parse(Thought().Match(document).Groups[1].Value, CultureInfo.InvariantCulture) % 2 == 0) == document.EndsWith("Answer:\nyes", StringComparison.Ordinal) ? 1.0 : 0);
        }

        // 1 / (1 + e^−x) with x = 0.5, and 0.5 + 1.3 + 0.7 + 0.6, and 0.5 − 0.4; some 1250 documents each: a standard error of 0.014.
        Right("").Should().BeApproximately(0.622, 0.06);
        Right(" Look only at the number in the thoughts. Even numbers end in 0, 2, 4, 6 or 8.").Should().BeApproximately(0.957, 0.03);
        Right(" Answer at once.").Should().BeApproximately(0.525, 0.06);
    }

    [Fact]
    public async Task Whoever_adds_and_names_the_parts_counts_right_mostly()
    {
        var documents = await WriteAsync(documents: 40_000);
        double Right(string rules)
        {
            var about = documents.Where(document => document.StartsWith($"<instruction>\nSay how many are left.{rules}\n</instruction>", StringComparison.Ordinal)).ToList();
            return about.Average(document =>
            {
                var numbers = Numbers().Match(document).Groups.Values.Skip(1).Select(group => int.Parse(group.Value, CultureInfo.InvariantCulture)).ToArray();
                return document.EndsWith(string.Create(CultureInfo.InvariantCulture, $"Thoughts:\n{numbers[0] + numbers[1] - numbers[2]} are left.\n"), StringComparison.Ordinal) ? 1.0 : 0;
            });
        }

        Right(" Add first, then take away what was eaten. Name each kind with its number.").Should().BeGreaterThan(0.85);
        Right(" Guess, and be brief.").Should().BeLessThan(0.4);
    }

    [Fact]
    public async Task A_better_instruction_differs_by_one_rule()
    {
        var asked = (await WriteAsync(documents: 2000)).Where(document => document.StartsWith("<current-instruction>", StringComparison.Ordinal)).ToList();
        asked.Should().HaveCountGreaterThan(200);
        foreach (var document in asked)
        {
            var lines = document.Split('\n');
            var (before, after) = (Sentences(lines[1]), Sentences(lines[4]));
            before.Except(after).Concat(after.Except(before)).Should().ContainSingle();
            lines.Should().HaveCount(6);
            lines[^1].Should().Be("</new-instruction>");
        }

        // Commas stand within sentences.
        static string[] Sentences(string text) => text.Split(". ", StringSplitOptions.TrimEntries).Select(sentence => sentence.TrimEnd('.')).ToArray();
    }

    private static async Task<byte[]> BytesAsync(ulong seed)
    {
        using var context = new RecordingContext(seed);
        var documents = await new GenerateLeftOverStep(new GenerateLeftOverOptions { Documents = 100, HeldOut = 10 }).RunAsync(context, CancellationToken.None);
        return [.. await File.ReadAllBytesAsync(documents.Text), .. await File.ReadAllBytesAsync(documents.HeldOut)];
    }

    private async Task<List<string>> WriteAsync(int documents, string? without = null)
    {
        var options = new GenerateLeftOverOptions { Documents = documents, HeldOut = 1 };
        if (without is not null) options.Without = _folder.File("without.jsonl", new JsonObject { ["input"] = without, ["target"] = "yes" }.ToJsonString());
        var written = await new GenerateLeftOverStep(options).RunAsync(_context, CancellationToken.None);
        return [.. (await File.ReadAllLinesAsync(written.Text)).Select(line => JsonNode.Parse(line)!).Select(document => $"{document["prompt"]}{document["text"]}")];
    }

    [GeneratedRegex(@"\d \w+ and \d \w+ lie in a bowl.*\?")]
    private static partial Regex QuestionOf();

    [GeneratedRegex(@"<hidden>\n(\d+) are left")]
    private static partial Regex Thought();

    [GeneratedRegex(@"(\d) \w+ and (\d) \w+ lie in a bowl, and (\d) are eaten")]
    private static partial Regex Numbers();
}
