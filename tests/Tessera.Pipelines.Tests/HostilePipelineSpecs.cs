using System.Globalization;
using System.Text;

namespace Tessera.Pipelines.Tests;

/// <summary>Whatever is given as a pipeline ends in a diagnostic with an id. TESSERA_FUZZ sets how many inputs are tried.</summary>
public class HostilePipelineSpecs
{
    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("TESSERA_FUZZ"), CultureInfo.InvariantCulture, out var count) ? count : 40_000;

    private static readonly string[] Fragments =
    [
        "name", "steps", "inputs", "uses", "with", "after", "step/add", "step/judge", "loss/length", "${", "}", "${inputs.a}", "${a}", "${a.value}", "$${", "seed",
        ": ", "\n", "  ", "- ", "[", "]", "{", "}", "\"", "'", "|", ">", "&a", "*a", "!!map", "---", "...", "#", "%YAML 9.9\n", "\t", "\0", "\u2028", "\ud800", "? ", "<<: *a",
        "1e999", "-0x1", "~", "null", "true", "99999999999999999999", ".inf", ".nan", "left", "rounding", "losses", "note", new string('a', 3000),
    ];

    private const string Valid = """
        name: valid
        seed: 3
        inputs: { number: 3, words: [a, b] }
        steps:
          other: { uses: step/add, with: { left: "${inputs.number}", rounding: wholeNumbers } }
          text: { uses: step/note, with: { source: . } }
          judged:
            uses: step/judge
            with: { note: "${text}", wanted: "x ${other.value}", losses: [loss/length, { uses: loss/length, with: { scale: 2 } }] }
            after: [other]
        """;

    [Fact]
    public void Malformed_pipelines_end_in_diagnostics()
    {
        var random = new Random(20_261_123);
        for (var i = 0; i < Count; i++)
        {
            var text = i % 2 == 0 ? Mutate(random) : Compose(random);
            var result = Read(text);
            if (result.Pipeline is null && result.Diagnostics.Count == 0) Assert.Fail($"This pipeline was refused without a word:\n{text}");
            if (result.Diagnostics.FirstOrDefault(diagnostic => !diagnostic.Id.StartsWith("TESS", StringComparison.Ordinal) || diagnostic.Message.Length == 0) is { } mute)
                Assert.Fail($"'{mute}' does not say what is wrong with:\n{text}");
        }
    }

    [Fact]
    public void Malformed_overrides_end_in_diagnostics()
    {
        var random = new Random(7);
        for (var i = 0; i < Count / 10; i++)
        {
            var key = Compose(random, 4).Replace("=", "", StringComparison.Ordinal);
            var result = Fixture.Load(Valid, (key, Compose(random, 6)), ("steps.other.with." + key, "1"));
            result.Should().NotBeNull();
        }
    }

    private static Loading.PipelineLoadResult Read(string text)
    {
        try
        {
            return Fixture.Load(text);
        }
        catch (Exception unexpected)
        {
            throw new InvalidOperationException($"This pipeline was not refused in good order:\n{text}", unexpected);
        }
    }

    private static string Mutate(Random random)
    {
        var text = new StringBuilder(Valid);
        for (var edits = random.Next(1, 6); edits > 0; edits--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0: text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at)); break;
                case 1: text.Insert(at, Fragments[random.Next(Fragments.Length)]); break;
                case 2: text[at] = (char)random.Next(1, 300); break;
                default: text.Insert(at, text.ToString(random.Next(text.Length / 2), random.Next(text.Length / 2))); break;
            }

            if (text.Length == 0) text.Append('x');
        }

        return text.ToString();
    }

    private static string Compose(Random random, int most = 60) =>
        string.Concat(Enumerable.Range(0, random.Next(most)).Select(_ => Fragments[random.Next(Fragments.Length)]));
}
