using System.Text.Json;
using Tessera.Models.Table;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;

namespace Tessera.Models.Tests;

public sealed class TableLanguageModelTests
{
    private const string Weather = """
        {
          "format": "tessera-table-model/1", "name": "weather",
          "inputs": { "noon": "At noon" },
          "layers": [ {
            "outputs": { "rain": "it rains", "hail": "it hails hard", "sun": "the sun shines", "snow": "snow" },
            "prompts": { "ask": { "text": "Say the weather.", "outputs": { "noon": { "rain": 0.4, "hail": 0.1, "sun": 0.3, "snow": 0.2 } } } }
          } ]
        }
        """;

    private const string TwoLayers = """
        {
          "format": "tessera-table-model/1", "name": "sums",
          "inputs": { "a": "1+1", "b": "1+2" },
          "layers": [
            { "outputs": { "even": "both odd", "odd": "one odd" },
              "prompts": { "look": { "text": "Look at each number.", "outputs": { "a": { "even": 0.75, "odd": 0.25 }, "b": { "even": 0.5, "odd": 0.5 } } } } },
            { "outputs": { "yes": "even", "no": "odd" },
              "prompts": { "say": { "text": "Is the sum even?", "outputs": {
                "a": { "even": { "yes": 0.9, "no": 0.1 }, "odd": { "yes": 0.2, "no": 0.8 } },
                "b": { "even": { "yes": 0.6, "no": 0.4 }, "odd": { "no": 1 } } } } } }
          ]
        }
        """;

    private static readonly string WeatherContext = Samples.Context("Say the weather.", "At noon");

    [Fact]
    public async Task Every_score_of_the_sample_is_the_logarithm_of_what_its_file_says()
    {
        var model = Samples.FilmReviews();
        using var file = JsonDocument.Parse(File.ReadAllText(Samples.File("film-reviews.table.json")));
        var layer = file.RootElement.GetProperty("layers")[0];
        var (requests, expected) = (new List<ScoreRequest>(), new List<double>());
        foreach (var prompt in layer.GetProperty("prompts").EnumerateObject())
        {
            foreach (var row in prompt.Value.GetProperty("outputs").EnumerateObject())
            {
                var input = file.RootElement.GetProperty("inputs").GetProperty(row.Name).GetString()!;
                foreach (var output in row.Value.EnumerateObject())
                {
                    requests.Add(new ScoreRequest(Samples.Context(prompt.Value.GetProperty("text").GetString()!, input), output.Name));
                    expected.Add(Math.Log(output.Value.GetDouble()));
                }
            }
        }

        var scores = await model.ScoreAsync(requests, CancellationToken.None);

        requests.Should().HaveCount((16 + 8) * 8 * 2);
        scores.Select(score => score.LogProbability).Should().Equal(expected);
    }

    [Fact]
    public async Task White_space_around_and_between_words_does_not_matter()
    {
        var model = Samples.FromText(Weather);
        var scores = await model.ScoreAsync([new(Samples.Context(" Say  the\nweather. ", "At\tnoon"), " it \n rains")], CancellationToken.None);
        scores[0].Should().Be(new ContinuationScore(Math.Log(0.4), 2, new Usage(Words(WeatherContext) + 2, 0)));
    }

    [Fact]
    public async Task A_continuation_that_is_not_in_the_table_is_impossible()
    {
        var scores = await Samples.FromText(Weather).ScoreAsync([new(WeatherContext, "it thunders")], CancellationToken.None);
        scores[0].LogProbability.Should().Be(double.NegativeInfinity);
    }

    [Fact]
    public async Task Temperature_zero_takes_the_most_probable_answer_whatever_the_seed()
    {
        var answers = await GenerateAsync(Samples.FromText(Weather), new SamplingOptions(), 50);
        answers.Should().AllSatisfy(answer => answer.Should().Be(new Generation("it rains", new Usage(Words(WeatherContext), 2), Math.Log(0.4))));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(2.0)]
    public async Task Samples_follow_the_table_at_their_temperature(double temperature)
    {
        const int count = 20_000;
        var probabilities = new Dictionary<string, double> { ["it rains"] = 0.4, ["it hails hard"] = 0.1, ["the sun shines"] = 0.3, ["snow"] = 0.2 };
        var total = probabilities.Values.Sum(probability => Math.Pow(probability, 1 / temperature));

        var answers = await GenerateAsync(Samples.FromText(Weather), new SamplingOptions { Temperature = temperature }, count);

        var chiSquare = probabilities.Sum(pair =>
        {
            var expected = count * Math.Pow(pair.Value, 1 / temperature) / total;
            var seen = answers.Count(answer => answer.Text == pair.Key);
            return (seen - expected) * (seen - expected) / expected;
        });
        chiSquare.Should().BeLessThan(16.266, "that is the 99.9 % point for three degrees of freedom");
        answers.Should().AllSatisfy(answer => answer.LogProbability.Should().Be(Math.Log(probabilities[answer.Text])));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_answer_and_other_seeds_give_others()
    {
        var model = Samples.FromText(Weather);
        var sampling = new SamplingOptions { Temperature = 1 };
        var once = await GenerateAsync(model, sampling, 40);
        var again = await GenerateAsync(model, sampling, 40);
        again.Should().Equal(once);
        once.Select(answer => answer.Text).Distinct().Should().HaveCount(4);
    }

    [Fact]
    public async Task Top_p_leaves_out_what_is_not_needed_to_reach_it()
    {
        var answers = await GenerateAsync(Samples.FromText(Weather), new SamplingOptions { Temperature = 1, TopP = 0.6 }, 500);
        answers.Select(answer => answer.Text).Distinct().Should().BeEquivalentTo("it rains", "the sun shines");
    }

    [Fact]
    public async Task A_bound_on_tokens_truncates_and_adds_up_what_begins_alike()
    {
        var answers = await GenerateAsync(Samples.FromText(Weather), new SamplingOptions { MaxTokens = 1 }, 1);
        answers[0].Text.Should().Be("it");
        answers[0].Truncated.Should().BeTrue();
        answers[0].LogProbability.Should().BeApproximately(Math.Log(0.5), 1e-12);
    }

    [Fact]
    public async Task A_stop_ends_the_answer_and_is_not_part_of_it()
    {
        var answers = await GenerateAsync(Samples.FromText(Weather), new SamplingOptions { Stop = ["rains"] }, 1);
        answers[0].Text.Should().Be("it ");
        answers[0].Truncated.Should().BeFalse();
    }

    [Fact]
    public void Everything_that_may_be_answered_is_listed_with_the_probability_that_it_is_drawn_with()
    {
        // 0.4, 0.3, 0.2 and 0.1; at temperature 1/2 their squares, 0.16, 0.09, 0.04 and 0.01.
        Listed(new SamplingOptions { Temperature = 1 }).Should().Equal(("it rains", 0.4), ("the sun shines", 0.3), ("snow", 0.2), ("it hails hard", 0.1));
        Listed(new SamplingOptions { Temperature = 0.5 }).Should().Equal(("it rains", 0.533333), ("the sun shines", 0.3), ("snow", 0.133333), ("it hails hard", 0.033333));
        Listed(new SamplingOptions { Temperature = 1, TopP = 0.6 }).Should().Equal(("it rains", 0.571429), ("the sun shines", 0.428571));
        Listed(new SamplingOptions { Temperature = 1, MaxTokens = 1 }).Should().Equal(("it", 0.5), ("the", 0.3), ("snow", 0.2));
        Listed(new SamplingOptions { Temperature = 1, Stop = [" rain", " hail"] }).Should().Equal(("it", 0.5), ("the sun shines", 0.3), ("snow", 0.2));
        Listed(new SamplingOptions()).Should().Equal(("it rains", 1));

        IEnumerable<(string, double)> Listed(SamplingOptions sampling) => Samples.FromText(Weather).Exact!
            .Enumerate(new GenerationRequest(WeatherContext, sampling)).Select(text => (text.Text, Math.Round(Math.Exp(text.LogProbability), 6)));
    }

    [Fact]
    public async Task The_next_token_is_the_next_word_with_the_probabilities_of_all_answers_that_begin_with_it()
    {
        var next = await Samples.FromText(Weather).PredictNextAsync([new(WeatherContext, 2)], CancellationToken.None);
        next[0].Tokens.Select(token => token.Key).Should().Equal("it", "the");
        next[0].Tokens[0].Value.Should().BeApproximately(Math.Log(0.5), 1e-12);
        next[0].Tokens[1].Value.Should().BeApproximately(Math.Log(0.3), 1e-12);
    }

    [Fact]
    public async Task Asking_for_a_better_prompt_is_a_step_to_a_neighbour()
    {
        var model = Samples.FilmReviews();
        var requests = Enumerable.Range(0, 200).Select(index => new GenerationRequest(
            "Improve this. <current-instruction>Say whether the review is positive or negative.</current-instruction> <input>an example</input>",
            new SamplingOptions { Temperature = 1 },
            new Seed(7).Derive("walk", index))).ToList();
        var proposals = (await model.GenerateAsync(requests, CancellationToken.None)).Select(answer => answer.Text).Distinct().ToList();
        proposals.Should().HaveCount(4).And.AllSatisfy(text => text.Should().StartWith("Say whether the review is positive or negative. "));
    }

    [Fact]
    public async Task A_prompt_without_neighbours_proposes_itself()
    {
        var answers = await Samples.FromText(Weather).GenerateAsync(
            [new("<current-instruction>Say the weather.</current-instruction>", new SamplingOptions { Temperature = 1 })], CancellationToken.None);
        answers[0].Text.Should().Be("Say the weather.");
    }

    [Fact]
    public async Task A_second_layer_gives_the_answer_for_input_and_hidden_text()
    {
        var model = Samples.FromText(TwoLayers);
        var scores = await model.ScoreAsync(
            [
                new(Samples.Context("Look at each number.", "1+1"), "both odd"),
                new(Samples.Context("Is the sum even?", "1+1", "both odd"), "even"),
                new(Samples.Context("Is the sum even?", "1+2", "one odd"), "odd"),
                new(Samples.Context("Is the sum even?", "1+2", "one odd"), "even"),
            ],
            CancellationToken.None);
        scores.Select(score => score.LogProbability).Should().Equal(Math.Log(0.75), Math.Log(0.9), 0, double.NegativeInfinity);
    }

    [Theory]
    [InlineData("<instruction>Say the wether.</instruction><input>At noon</input>", "Say the weather.")]
    [InlineData("<instruction>Say the weather.</instruction><input>At moon</input>", "At noon")]
    [InlineData("<current-instruction>Say the whether.</current-instruction>", "Say the weather.")]
    [InlineData("<instruction>Say the weather.</instruction>At noon", "<input>")]
    [InlineData("<instruction>Say the weather.", "<instruction>")]
    [InlineData("<instruction>Say the weather.</instruction><input>At noon</input><hidden>why</hidden>", "one layer")]
    [InlineData("", "<instruction>")]
    public async Task A_context_that_is_not_recognised_is_explained(string context, string explanation)
    {
        var model = Samples.FromText(Weather);
        var asking = () => model.ScoreAsync([new(context, "snow")], CancellationToken.None);
        var failure = (await asking.Should().ThrowAsync<TesseraException>()).Which;
        failure.Diagnostics.Should().ContainSingle(diagnostic => diagnostic.Id == "TESS6006");
        failure.Message.Should().Contain(explanation);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, 0)]
    public async Task Sampling_that_means_nothing_is_refused(double temperature, int maxTokens)
    {
        var asking = () => GenerateAsync(Samples.FromText(Weather), new SamplingOptions { Temperature = temperature, MaxTokens = maxTokens }, 1);
        await asking.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task A_cancelled_question_is_not_answered()
    {
        var asking = () => Samples.FromText(Weather).ScoreAsync([new(WeatherContext, "snow")], new CancellationToken(canceled: true));
        await asking.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void The_identity_changes_with_the_file()
    {
        var identity = Samples.FromText(Weather).Identity;
        Samples.FromText(Weather).Identity.Should().Be(identity);
        Samples.FromText(Weather.Replace("0.4", "0.3").Replace("\"hail\": 0.1", "\"hail\": 0.2")).Identity.Should().NotBe(identity).And.StartWith("table:weather@");
    }

    private static Task<IReadOnlyList<Generation>> GenerateAsync(TableLanguageModel model, SamplingOptions sampling, int count) => model.GenerateAsync(
        [.. Enumerable.Range(0, count).Select(index => new GenerationRequest(WeatherContext, sampling, new Seed(3).Derive("sample", index)))], CancellationToken.None);

    private static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
