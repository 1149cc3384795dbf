using Tessera.Models.OpenAI;
using Tessera.Sdk.Language;

namespace Tessera.Models.Http.Tests;

public sealed class OpenAIGenerationSpecs
{
    [Fact]
    public async Task Prompts_are_continued_side_by_side_within_the_bound_and_in_order()
    {
        await using var server = new MisbehavingServer();
        for (var i = 0; i < 20; i++) server.AnswerSlowly(Service.OpenAI.Answer, TimeSpan.FromMilliseconds(20));
        server.AnswerTo(request => Service.OpenAI.Answer.Replace("It works.", (string)request.Json["messages"]![0]!["content"]! + "!"));
        using var model = Create(server, options => options.MaxParallel = 3);
        await model.GenerateAsync(Prompts(20), CancellationToken.None);
        server.MostUnderWay.Should().BeInRange(2, 3);

        var answers = await model.GenerateAsync(Prompts(30), CancellationToken.None);
        answers.Select(answer => answer.Text).Should().Equal(Enumerable.Range(0, 30).Select(i => $"prompt {i}!"));
        answers.Should().AllSatisfy(answer => answer.Usage.Should().Be(new Usage(7, 3)));
        server.MostUnderWay.Should().BeInRange(2, 3);
    }

    [Fact]
    public async Task After_the_first_failure_no_other_is_sent()
    {
        for (var i = 0; i < 20; i++)
        {
            await using var server = new MisbehavingServer().Answer(Service.OpenAI.Answer).Answer("no", 400).Answer(Service.OpenAI.Answer);
            using var model = Create(server, options => options.MaxParallel = 1);
            var failure = (await FluentActions.Awaiting(() => model.GenerateAsync(Prompts(10), CancellationToken.None)).Should().ThrowAsync<IncompleteAnswersException<Generation>>()).Which;
            failure.Message.Should().StartWith("error TESS4404");
            failure.Answers.Count(answer => answer is not null).Should().Be(1);
            server.Requests.Should().HaveCount(2);
        }
    }

    [Fact]
    public async Task What_is_under_way_at_the_first_failure_is_waited_for_and_not_tried_again()
    {
        await using var server = new MisbehavingServer();
        for (var i = 0; i < 8; i++) server.AnswerSlowly(Service.OpenAI.Answer, TimeSpan.FromMilliseconds(300));
        server.Hang().Answer("no", 400).Answer(Service.OpenAI.Answer);
        using var model = Create(server, options => (options.MaxParallel, options.Retries, options.TimeoutSeconds) = (10, 3, 3));
        var failure = (await FluentActions.Awaiting(() => model.GenerateAsync(Prompts(30), CancellationToken.None)).Should().ThrowAsync<IncompleteAnswersException<Generation>>()).Which;
        failure.Message.Should().StartWith("error TESS4404");
        failure.Answers.Count(answer => answer is not null).Should().Be(8);
        server.Requests.Should().HaveCount(10);
    }

    [Fact]
    public async Task The_completions_endpoint_continues_the_text_itself()
    {
        await using var server = new MisbehavingServer().Answer("""{"choices":[{"text":" upon a time","finish_reason":"length"}],"usage":{"prompt_tokens":1,"completion_tokens":3}}""");
        using var model = Create(server, options => options.Generate = GenerationEndpoint.Completions);
        var answers = await model.GenerateAsync([new("Once", new SamplingOptions { MaxTokens = 3, Stop = ["."] })], CancellationToken.None);
        answers.Should().Equal(new Generation(" upon a time", new Usage(1, 3), Truncated: true));
        server.Requests[0].Path.Should().Be("/v1/completions");
        server.Requests[0].Json.ShouldBe("""{"model": "test-model", "prompt": "Once", "max_tokens": 3, "temperature": 0, "stop": ["."]}""");
    }

    [Fact]
    public async Task A_continuation_that_is_cut_says_so()
    {
        await using var server = new MisbehavingServer().Answer(Service.OpenAI.Answer.Replace("\"stop\"", "\"length\""));
        using var model = Create(server);
        (await model.GenerateAsync(Prompts(1), CancellationToken.None))[0].Truncated.Should().BeTrue();
    }

    [Fact]
    public async Task A_given_continuation_is_scored_from_the_echo()
    {
        await using var server = Echoing("""["<s>", "The sky", " is", " very", " blue"]""", "[null, -3.5, -0.25, -2.5, -1.25]");
        using var model = Create(server, options => options.Score = true);
        var scores = await model.ScoreAsync([new("The sky is", " very blue")], CancellationToken.None);
        scores.Should().Equal(new ContinuationScore(-3.75, 2, new Usage(5, 0)));
        server.Requests[0].Path.Should().Be("/v1/completions");
        server.Requests[0].Json.ShouldBe("""{"model": "test-model", "prompt": "The sky is very blue", "echo": true, "logprobs": 1, "max_tokens": 0, "temperature": 0}""");
        model.Capabilities.Should().HaveFlag(LanguageModelCapabilities.Score);
    }

    // The published tests of DLN (microsoft/deep-language-networks, tests/test_dln_score.py) give means over n + 10⁻⁵ tokens of log-probabilities that text-davinci-003 echoed,
    // of the answer with the new line before it, and of the question without it. The first token has none.
    [Theory]
    [InlineData("+", "B", -0.7682657, -2.8217665, "-5.550775, -3.194002, -8.062983, -1.9706848, -0.9759903, -11.239477, -2.745899, -0.030587194, -1.4996661, -0.068833716, -0.009404114, -0.0001532674, -6.5041706e-05, -0.056048736, -0.05334273, -8.41094, -6.9211907, -0.001781753, -0.053041545, -1.4834975")]
    [InlineData("*", "A", -0.7632834, -2.73069, "-6.06174, -4.7931056, -8.253801, -2.3915708, -0.5870681, -10.741921, -3.3388677, -0.011392174, -0.86958236, -0.11698982, -0.48095098, -0.002377014, -8.3404535e-05, -1.417262, -0.027041545, -5.510647, -4.546986, -0.0010610583, -0.053041545, -1.4735329")]
    public async Task Echoed_scores_are_those_that_DLN_published(string sign, string answer, double ofAnswer, double ofQuestion, string echoed)
    {
        var tokens = $$"""["1", " {{sign}}", " 1", " is", ":", "\n", "(", "A", ")", " 1", "\n", "(", "B", ")", " 2", "\n", "\n", "Answer", ":", "\n", "{{answer}}"]""";
        var question = $" {sign} 1 is:\n(A) 1\n(B) 2\n\nAnswer:";
        await using var answering = Echoing(tokens, $"[null, {echoed}]");
        using (var model = Create(answering, options => options.Score = true))
            PerToken((await model.ScoreAsync([new("1" + question, "\n" + answer)], CancellationToken.None))[0]).Should().BeApproximately(ofAnswer, 1e-7);

        await using var asking = Echoing(tokens.Replace($", \"\\n\", \"{answer}\"]", "]"), $"[null, {string.Join(", ", echoed.Split(", ").SkipLast(2))}]");
        using (var model = Create(asking, options => options.Score = true))
            PerToken((await model.ScoreAsync([new("1", question)], CancellationToken.None))[0]).Should().BeApproximately(ofQuestion, 1e-7);

        static double PerToken(ContinuationScore score) => score.LogProbability / (score.TokenCount + 1e-5);
    }

    [Fact]
    public async Task A_token_across_the_joint_counts_whole()
    {
        await using var server = Echoing("""["a", " blue", "bird", "s"]""", "[null, -1, -2, -4]");
        using var model = Create(server, options => options.Score = true);
        (await model.ScoreAsync([new("a blueb", "irds")], CancellationToken.None))[0].LogProbability.Should().Be(-6);
    }

    [Fact]
    public async Task Nothing_is_certain()
    {
        await using var server = Echoing("""["a", " b"]""", "[null, -1]");
        using var model = Create(server, options => options.Score = true);
        var score = (await model.ScoreAsync([new("a b", "")], CancellationToken.None))[0];
        (score.LogProbability, score.TokenCount).Should().Be((0, 0));
    }

    [Theory]
    [InlineData("null", "echoes no log-probabilities")]
    [InlineData("""{"tokens": ["The sky", " is blue"], "token_logprobs": [null]}""", "echoes no log-probabilities")]
    [InlineData("""{"tokens": ["The sky", " is", " green"], "token_logprobs": [null, -1, -1]}""", "do not add up")]
    [InlineData("""{"tokens": ["lue"], "token_logprobs": [-1]}""", "do not add up")]
    [InlineData("""{"tokens": ["The sky", " is", " blue"], "token_logprobs": [null, -1, null]}""", "a token has no log-probability")]
    public async Task A_server_that_does_not_echo_is_told_from_one_that_does(string probabilities, string reason)
    {
        await using var server = new MisbehavingServer().Answer($$"""{"choices":[{"text":"","logprobs":{{probabilities}}}]}""");
        using var model = Create(server, options => options.Score = true);
        var failure = (await FluentActions.Awaiting(() => model.ScoreAsync([new("The sky is", " blue")], CancellationToken.None)).Should().ThrowAsync<LanguageModelException>()).Which;
        failure.Message.Should().StartWith("error TESS4408: ").And.Contain(reason);
    }

    [Fact]
    public async Task A_model_scores_only_where_its_options_say_so()
    {
        using var model = new OpenAILanguageModel(new OpenAIModelOptions { Model = "m" });
        model.Capabilities.Should().Be(LanguageModelCapabilities.Generate | LanguageModelCapabilities.Chat);
        await model.Awaiting(asked => asked.ScoreAsync([], CancellationToken.None)).Should().ThrowAsync<CapabilityMissingException>();
    }

    private static List<GenerationRequest> Prompts(int count) => [.. Enumerable.Range(0, count).Select(i => new GenerationRequest($"prompt {i}", new SamplingOptions()))];

    private static MisbehavingServer Echoing(string tokens, string probabilities) =>
        new MisbehavingServer().Answer($$$"""{"choices":[{"text":"","logprobs":{"tokens":{{{tokens}}},"token_logprobs":{{{probabilities}}}}}],"usage":{"prompt_tokens":5,"completion_tokens":0}}""");

    private static OpenAILanguageModel Create(MisbehavingServer server, Action<OpenAIModelOptions>? configure = null)
    {
        var options = new OpenAIModelOptions { Model = "test-model", Endpoint = server.Address + "/v1", ApiKeyVariable = "", Retries = 0 };
        configure?.Invoke(options);
        return new OpenAILanguageModel(options);
    }
}
