using System.Text;
using Tessera.Models.Ngram;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Randomness;

namespace Tessera.Models.Tests;

/// <summary>Every probability is the one that counting by hand gives.</summary>
public sealed class NgramLanguageModelTests : IDisposable
{
    private const string Texts = "the cat sat\nthe cat ran\nthe dog sat down\na dog ran\n";

    private static readonly string[][] Lines = [.. Texts.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))];

    private static readonly string[] Vocabulary = ["", .. Lines.SelectMany(line => line).Distinct().Order(StringComparer.Ordinal)];

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"ngram-{Guid.NewGuid():n}.txt");

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData(1, 0.75)]
    [InlineData(2, 0.75)]
    [InlineData(3, 0.6)]
    [InlineData(5, 1)]
    [InlineData(3, 0)]
    public async Task Interpolated_probabilities_are_those_of_counting(int order, double interpolation)
    {
        var model = Model(options => (options.Order, options.Interpolation) = (order, interpolation));

        foreach (var context in (string[])["", "the ", "the cat ", "a ", "the dog sat ", "sat ", "the zebra ", "ran cat "])
        {
            foreach (var word in Vocabulary.Skip(1).Append("zebra"))
                (await Score(model, context, word)).Should().BeApproximately(Math.Log(Interpolated(context, word, order, interpolation)), 1e-12, "'{0}' after '{1}'", word, context);
        }

        static double Interpolated(string context, string word, int order, double interpolation)
        {
            if (!Vocabulary.Contains(word)) return 0;
            var probability = 1.0 / Vocabulary.Length;
            for (var length = 0; length < order; length++)
            {
                var (follow, all) = CountByHand(context, word, length, order);
                if (all == 0) break;
                probability = interpolation * follow / all + (1 - interpolation) * probability;
            }

            return probability;
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 0.5)]
    [InlineData(3, 3)]
    public async Task Additive_probabilities_are_those_of_counting(int order, double added)
    {
        var model = Model(options => (options.Order, options.Smoothing, options.Added) = (order, Smoothing.Additive, added));

        foreach (var context in (string[])["", "the ", "the cat ", "zebra zebra "])
        {
            foreach (var word in Vocabulary.Skip(1))
            {
                var (follow, all) = CountByHand(context, word, order - 1, order);
                (await Score(model, context, word)).Should().BeApproximately(Math.Log((follow + added) / (all + added * Vocabulary.Length)), 1e-12);
            }
        }
    }

    [Theory]
    [InlineData(Smoothing.Additive)]
    [InlineData(Smoothing.Interpolated)]
    public async Task All_texts_together_have_the_probability_one(Smoothing smoothing)
    {
        File.WriteAllText(_file, "a\na b\nb a\n");
        var model = new NgramLanguageModel(new NgramModelOptions { File = _file, Order = 2, Smoothing = smoothing, Interpolation = 0.9, Added = 0.1, ScoreEnd = true });
        var texts = new List<string> { "" };
        for (var first = 0; texts.Count < 4095; first++) texts.AddRange([$"{texts[first]} a".Trim(), $"{texts[first]} b".Trim()]);

        var scores = await model.ScoreAsync([.. texts.Select(text => new ScoreRequest("", text))], CancellationToken.None);

        var sum = scores.Sum(score => Math.Exp(score.LogProbability));
        // What is missing are the texts of twelve words and more.
        sum.Should().BeInRange(0.98, 1 + 1e-12);
        scores[0].TokenCount.Should().Be(1, "the end is a token, too");
    }

    [Fact]
    public async Task The_words_that_can_follow_have_the_probability_one_and_nothing_stands_for_the_end()
    {
        var next = await Model().PredictNextAsync([new NextTokenRequest("the cat", 100), new NextTokenRequest("the cat ", 2)], CancellationToken.None);

        next[0].Tokens.Sum(token => Math.Exp(token.Value)).Should().BeApproximately(1, 1e-12);
        next[0].Tokens.Select(token => token.Key).Should().BeEquivalentTo(Vocabulary.Select(word => word.Length == 0 ? "" : " " + word));
        next[0].Tokens.Should().BeInDescendingOrder(token => token.Value);
        next[1].Tokens.Select(token => token.Key).Should().Equal(["ran", "sat"], "of equal probability, by their spelling");
    }

    [Fact]
    public async Task A_word_that_begins_in_the_context_counts_whole_after_the_words_before_it()
    {
        var model = Model();

        (await Score(model, "the ca", "t sat")).Should().Be(await Score(model, "the ", "cat sat"));
        (await Score(model, "the cat", " sat")).Should().Be(await Score(model, "the cat ", "sat"));
        (await Score(model, "the cat", "sat")).Should().Be(double.NegativeInfinity, "there is no word 'catsat'");
        (await Score(model, "the cat", "")).Should().Be(0);
    }

    [Theory]
    [InlineData("", 0.0, 1.0)]
    [InlineData("the", 1.0, 1.0)]
    [InlineData("the dog ", 0.7, 0.8)]
    public async Task The_probability_of_what_was_written_is_its_score(string prompt, double temperature, double topP)
    {
        foreach (var scoreEnd in (bool[])[false, true])
        {
            var model = Model(options => options.ScoreEnd = scoreEnd);
            for (ulong seed = 0; seed < 20; seed++)
            {
                var written = await Write(model, prompt, new SamplingOptions { Temperature = temperature, TopP = topP, MaxTokens = 50 }, seed);
                written.Truncated.Should().BeFalse();
                written.LogProbability.Should().BeApproximately(await Score(model, prompt, written.Text), 1e-12);
            }
        }
    }

    [Fact]
    public async Task What_is_drawn_follows_the_probabilities_and_depends_on_the_seed_alone()
    {
        var model = Model();
        var requests = Enumerable.Range(0, 20000).Select(seed => new GenerationRequest("the", new SamplingOptions { Temperature = 1, MaxTokens = 1 }, new Seed((ulong)seed))).ToList();

        var drawn = await model.GenerateAsync(requests, CancellationToken.None);
        var again = await model.GenerateAsync([.. Enumerable.Reverse(requests)], CancellationToken.None);

        again.Reverse().Should().Equal(drawn);
        // Five standard errors are at most 0.018.
        foreach (var word in (string[])["cat", "dog", "sat"])
            (drawn.Count(one => one.Text == " " + word) / 20000.0).Should().BeApproximately(Math.Exp(await Score(model, "the", " " + word)), 0.018);
    }

    [Fact]
    public async Task Stops_and_the_bound_on_words_end_a_text()
    {
        var model = Model();
        var greedy = new SamplingOptions();
        (await Write(model, "", greedy)).Text.Should().Be("the cat ran");
        (await Write(model, "the", greedy)).Text.Should().Be(" cat ran");
        (await Write(model, "the ", greedy with { MaxTokens = 1 })).Should().BeEquivalentTo(new { Text = "cat", Truncated = true });

        var between = await Write(model, "", greedy with { Stop = [" ran"] });
        (between.Text, between.Truncated).Should().Be(("the cat", false));
        between.LogProbability.Should().BeApproximately(await Score(model, "", "the cat"), 1e-12);
        var within = await Write(model, "", greedy with { Stop = ["never", "at"] });
        (within.Text, within.LogProbability).Should().Be(("the c", null), "no score is that of half a word");
    }

    [Theory]
    [InlineData(-1, 1, 10)]
    [InlineData(double.NaN, 1, 10)]
    [InlineData(1, 0, 10)]
    [InlineData(1, 2, 10)]
    [InlineData(1, 1, 0)]
    public async Task Sampling_without_meaning_is_refused(double temperature, double topP, int maxTokens)
    {
        var model = Model();
        await model.Awaiting(asked => Write(asked, "", new SamplingOptions { Temperature = temperature, TopP = topP, MaxTokens = maxTokens })).Should().ThrowAsync<ArgumentException>();
        await model.Awaiting(asked => Write(asked, "", new SamplingOptions { Stop = [""] })).Should().ThrowAsync<ArgumentException>();
        await model.Awaiting(asked => asked.PredictNextAsync([new NextTokenRequest("", 0)], CancellationToken.None)).Should().ThrowAsync<ArgumentException>();
        (await Write(model, "", new SamplingOptions { Temperature = 1e-300 })).Text.Should().Be("the cat ran");
    }

    [Theory]
    [InlineData("", 1, "there is none")]
    [InlineData("a\n\nb\n", 2, "the line is empty")]
    [InlineData("a\n \t\r\n", 2, "the line is empty")]
    [InlineData("a\nb\0c\n", 2, "U+0000")]
    [InlineData("a b\u0007", 1, "U+0007")]
    [InlineData("a\r\nb\u00ff", 2, "not UTF-8")]
    public async Task What_is_not_one_text_a_line_is_explained(string content, int line, string reason)
    {
        File.WriteAllBytes(_file, Encoding.Latin1.GetBytes(content));
        var model = new NgramLanguageModel(new NgramModelOptions { File = _file });

        var failure = (await model.Awaiting(asked => Score(asked, "", "a")).Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Should().ContainSingle().Which;

        (failure.Id, failure.Location).Should().Be(("TESS6012", new SourceLocation(_file, line)));
        failure.Message.Should().Contain(reason);
    }

    [Fact]
    public async Task Line_ends_of_all_systems_and_a_byte_order_mark_are_no_fault()
    {
        var plain = Model();
        var score = await Score(plain, "the ", "cat");
        File.WriteAllText(_file, Texts.Replace("\n", "\r\n").TrimEnd(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        (await Score(new NgramLanguageModel(new NgramModelOptions { File = _file }), "the ", "cat")).Should().Be(score);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var model = new NgramLanguageModel(new NgramModelOptions { File = "/nowhere/texts.txt" });
        model.Invoking(asked => asked.Identity).Should().Throw<TesseraException>()
            .Which.Diagnostics.Should().ContainSingle(failure => failure.Id == "TESS6011" && failure.Location!.File == "/nowhere/texts.txt");
    }

    [Fact]
    public void The_identity_says_what_decides_the_answers()
    {
        var identities = new List<string>
        {
            Model().Identity, Model(options => options.Order = 2).Identity, Model(options => options.Interpolation = 0.5).Identity,
            Model(options => options.Smoothing = Smoothing.Additive).Identity, Model(options => options.ScoreEnd = true).Identity,
        };
        File.AppendAllText(_file, "more\n");
        identities.Add(new NgramLanguageModel(new NgramModelOptions { File = _file }).Identity);

        identities.Should().OnlyHaveUniqueItems();
        Model(options => options.Added = 7).Identity.Should().Be(identities[0], "nothing is added where histories are interpolated");
    }

    /// <summary>How often the last words of a context were followed by a word, and by any, in the texts as they stand above.</summary>
    private static (double Follow, double All) CountByHand(string context, string word, int length, int order)
    {
        var history = Padded(context.Split(' ', StringSplitOptions.RemoveEmptyEntries))[^length..];
        var places = Lines.Select(Padded).SelectMany(line => Enumerable.Range(order - 1, line.Length - order + 2).Select(place => (History: line[(place - length)..place], Next: place < line.Length ? line[place] : "")))
            .Where(place => place.History.SequenceEqual(history)).ToList();
        return (places.Count(place => place.Next == word), places.Count);

        string[] Padded(string[] words) => [.. Enumerable.Repeat("<begin>", order - 1), .. words];
    }

    private static async Task<double> Score(NgramLanguageModel model, string context, string continuation) =>
        (await model.ScoreAsync([new ScoreRequest(context, continuation)], CancellationToken.None))[0].LogProbability;

    private static async Task<Generation> Write(NgramLanguageModel model, string prompt, SamplingOptions sampling, ulong seed = 0) =>
        (await model.GenerateAsync([new GenerationRequest(prompt, sampling, new Seed(seed))], CancellationToken.None))[0];

    private NgramLanguageModel Model(Action<NgramModelOptions>? configure = null)
    {
        File.WriteAllText(_file, Texts);
        var options = new NgramModelOptions { File = _file };
        configure?.Invoke(options);
        return new NgramLanguageModel(options);
    }
}
