using Tessera.Optimizers.Dln.Hidden;
using Tessera.Optimizers.Dln.Search;
using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Tests;

public sealed class CandidateRaceTests
{
    private const int Rows = 20;

    // How good each candidate is on a row: all find the same rows hard.
    private static readonly Dictionary<string, Func<int, double>> _scores = new()
    {
        ["current, the worst"] = row => -9 - row,
        ["best"] = row => -1 - row + Noise(row),
        ["as good as the best"] = row => -1.01 - row + Noise(row + 7),
        ["clearly behind"] = row => -3 - row + Noise(row + 3),
    };

    [Fact]
    public async Task Who_is_clearly_behind_falls_out_early_and_the_current_prompt_never()
    {
        var (result, asked) = await RunAsync(isOn: true);
        result.Survivors.Should().Equal(0, 1, 2);
        asked["clearly behind"].Should().Be(4, "the first look is after four examples");
        result.Saved.Should().Be(Rows - 4);
        result.Scores.Should().HaveCount(3).And.OnlyContain(rows => rows.Length == Rows);
        for (var row = 0; row < Rows; row++) result.Scores[1][row][0].Should().Be(_scores["best"](row));
        result.Spread([1, 2, 3]).Should().Equal(1, 2, 3, double.NaN);
    }

    [Fact]
    public async Task Without_a_race_every_candidate_is_scored_to_the_end()
    {
        var (result, asked) = await RunAsync(isOn: false);
        result.Survivors.Should().Equal(0, 1, 2, 3);
        result.Saved.Should().Be(0);
        asked.Values.Should().OnlyContain(rows => rows == Rows);
    }

    private static async Task<(RaceResult Result, Dictionary<string, int> Asked)> RunAsync(bool isOn)
    {
        var asked = _scores.Keys.ToDictionary(prompt => prompt, _ => 0);
        Example[] batch = [.. Enumerable.Range(0, Rows).Select(row => new Example($"{row}", "yes"))];
        var result = await new CandidateRace(isOn).RunAsync(
            [.. _scores.Keys],
            batch,
            new BatchPaths([.. batch.Select(_ => new[] { new HiddenPath([]) })]),
            [.. batch.Select(_ => new[] { 1.0 })],
            (prompts, examples, _, _) =>
            {
                foreach (var prompt in prompts) asked[prompt] += examples.Count;
                return Task.FromResult<double[][][]>([.. prompts.Select(prompt => examples.Select(example => new[] { _scores[prompt](int.Parse(example.Input, System.Globalization.CultureInfo.InvariantCulture)) }).ToArray())]);
            },
            CancellationToken.None);
        return (result, asked);
    }

    private static double Noise(int row) => 0.1 * ((row * 7 % 5) - 2);
}
