using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Tessera.Sdk.Language;

namespace Tessera.Models.Http.Tests;

public sealed class FailureSpecs
{
    public static TheoryData<string> Services => Service.Names;

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_busy_service_is_asked_again_after_the_time_it_names(string name)
    {
        await using var server = new MisbehavingServer().Answer(Service.Of(name).Fault("rate_limit_error", "Too many requests."), 429, headers: ("Retry-After", "7")).Answer(Service.Of(name).Answer);
        var time = new HurriedTime();
        (await Service.Of(name).Create(server.Address, time: time).AskAsync()).Message.Text.Should().Be("It works.");
        server.Requests.Should().HaveCount(2);
        server.Requests[1].Body.Should().Be(server.Requests[0].Body);
        time.Waits.Should().Equal(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_service_may_name_a_date_or_milliseconds()
    {
        var date = TimeProvider.System.GetUtcNow().AddSeconds(30).ToString("R", CultureInfo.InvariantCulture);
        await using var server = new MisbehavingServer().Answer("", 503, headers: ("Retry-After", date)).Answer("", 503, headers: ("retry-after-ms", "1500")).Answer(Service.OpenAI.Answer);
        var time = new HurriedTime();
        await Service.OpenAI.Create(server.Address, time: time).AskAsync();
        time.Waits.Should().HaveCount(2);
        time.Waits[0].Should().BeCloseTo(TimeSpan.FromSeconds(29), TimeSpan.FromSeconds(2));
        time.Waits[1].Should().Be(TimeSpan.FromSeconds(1.5));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_service_that_asks_for_hours_is_not_waited_for(string name)
    {
        await using var server = new MisbehavingServer().Answer("", 429, headers: ("Retry-After", "7200"));
        var time = new HurriedTime();
        var failure = await Service.Of(name).Create(server.Address, time: time).FailAsync("TESS4406");
        failure.IsTransient.Should().BeTrue();
        failure.Message.Should().Contain("7200 s");
        server.Requests.Should().ContainSingle();
        time.Waits.Should().BeEmpty();
    }

    [Theory]
    [InlineData("openai", 408)]
    [InlineData("openai", 429)]
    [InlineData("openai", 500)]
    [InlineData("openai", 502)]
    [InlineData("openai", 503)]
    [InlineData("anthropic", 529)]
    public async Task What_passes_is_tried_again_with_growing_waits(string name, int status)
    {
        await using var server = new MisbehavingServer().Answer("overloaded", status);
        var time = new HurriedTime();
        var failure = await Service.Of(name).Create(server.Address, retries: 4, time: time).FailAsync("TESS4406");
        failure.IsTransient.Should().BeTrue();
        failure.Message.Should().Contain($"HTTP {status}: overloaded").And.Contain("after 5 attempts").And.Contain(server.Address);
        server.Requests.Should().HaveCount(5);
        time.Waits.Should().HaveCount(4).And.AllSatisfy(wait => wait.Should().BePositive().And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(30)));
        time.Waits[3].Should().BeGreaterThan(time.Waits[0]);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_service_that_hangs_is_given_up_in_time(string name)
    {
        await using var server = new MisbehavingServer().Hang();
        var failure = await Service.Of(name).Create(server.Address, retries: 1, timeout: TimeSpan.FromSeconds(20)).FailAsync("TESS4406");
        failure.IsTransient.Should().BeTrue();
        failure.Message.Should().Contain("did not answer within 20 s after 2 attempts");
        server.Requests.Should().HaveCount(2);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task An_answer_that_stops_halfway_is_bounded_by_the_same_time(string name)
    {
        await using var server = new MisbehavingServer().Stall("{\"cho").Answer(Service.Of(name).Answer);
        (await Service.Of(name).Create(server.Address, timeout: TimeSpan.FromSeconds(40)).AskAsync()).Message.Text.Should().Be("It works.");
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_broken_connection_is_made_again(string name)
    {
        await using var server = new MisbehavingServer().BreakOff("{\"choices\":[").Answer(Service.Of(name).Answer);
        (await Service.Of(name).Create(server.Address).AskAsync()).Message.Text.Should().Be("It works.");
        server.Requests.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("openai", "{\"choices\":[{\"message\":{\"content\":\"It wo", "it is no whole JSON")]
    [InlineData("openai", "", "it is no whole JSON")]
    [InlineData("openai", "[]", "it is no JSON object")]
    [InlineData("openai", "{\"choices\":[]}", "it has no choices")]
    [InlineData("openai", "{\"choices\":null}", "it has no choices")]
    [InlineData("openai", "{\"choices\":{\"0\":1}}", "it has no choices")]
    [InlineData("openai", "{\"choices\":[{\"message\":null}]}", "its choice has no message")]
    [InlineData("openai", "{\"choices\":[{\"message\":{\"content\":\"\\ud800\"}}]}", "its members are not those of an answer")]
    [InlineData("openai", "{\"choices\":[],\"choices\":[]}", "it is no whole JSON")]
    [InlineData("openai", "{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"1\"}]}}]}", "it calls a tool without a name")]
    [InlineData("anthropic", "{\"content\":[{\"type\":\"text\",\"te", "it is no whole JSON")]
    [InlineData("anthropic", "{\"content\":null}", "it has no content")]
    [InlineData("anthropic", "{\"content\":[{\"type\":\"tool_use\",\"name\":\"view\"}]}", "its call 1 has no id")]
    public async Task An_answer_that_cannot_be_read_is_asked_for_again_and_then_explained(string name, string body, string reason)
    {
        await using var server = new MisbehavingServer().Answer(body).Answer(Service.Of(name).Answer);
        (await Service.Of(name).Create(server.Address).AskAsync()).Message.Text.Should().Be("It works.");

        await using var hopeless = new MisbehavingServer().Answer(body);
        var failure = await Service.Of(name).Create(hopeless.Address, retries: 1).FailAsync("TESS4407");
        failure.IsTransient.Should().BeTrue();
        failure.Message.Should().Contain(reason).And.Contain("after 2 attempts");
        hopeless.Requests.Should().HaveCount(2);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_web_page_says_that_the_endpoint_is_wrong(string name)
    {
        await using var server = new MisbehavingServer().Answer("<!DOCTYPE html>\n<html><body>Sign in</body></html>", type: "text/html");
        var failure = await Service.Of(name).Create(server.Address).FailAsync("TESS4407");
        failure.IsTransient.Should().BeFalse();
        failure.Message.Should().Contain("web page").And.Contain("endpoint").And.Contain("Sign in");
        server.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData("openai", 400, "context_length_exceeded", "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.")]
    [InlineData("openai", 400, "context_length_exceeded", "Too long.")]
    [InlineData("openai", 400, "exceed_context_size_error", "the request exceeds the available context size")]
    [InlineData("openai", 400, "BadRequestError", "This model's maximum context length is 4096 tokens.")]
    [InlineData("anthropic", 400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum")]
    [InlineData("anthropic", 400, "invalid_request_error", "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000")]
    [InlineData("anthropic", 413, "request_too_large", "Request exceeds the maximum size")]
    public async Task A_conversation_that_is_too_long_is_told_from_other_refusals(string name, int status, string type, string message)
    {
        await using var server = new MisbehavingServer().Answer(Service.Of(name).Fault(type, message), status);
        var failure = await Service.Of(name).Create(server.Address).FailAsync("TESS4405");
        failure.Should().BeOfType<ContextExceededException>();
        failure.Message.Should().Contain(message);
        server.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData("openai", 400, "invalid_request_error", "Unsupported value: 'temperature'.", "TESS4404")]
    [InlineData("openai", 404, "model_not_found", "The model does not exist.", "TESS4404")]
    [InlineData("openai", 403, "forbidden", "Country not supported.", "TESS4403")]
    [InlineData("openai", 429, "insufficient_quota", "You exceeded your current quota.", "TESS4404")]
    [InlineData("openai", 501, "not_implemented", "No.", "TESS4404")]
    [InlineData("anthropic", 401, "authentication_error", "invalid x-api-key", "TESS4403")]
    [InlineData("anthropic", 404, "not_found_error", "model: test-model", "TESS4404")]
    public async Task What_the_service_refuses_is_not_asked_again(string name, int status, string type, string message, string id)
    {
        await using var server = new MisbehavingServer().Answer(Service.Of(name).Fault(type, message), status);
        var failure = await Service.Of(name).Create(server.Address).FailAsync(id);
        failure.IsTransient.Should().BeFalse();
        failure.Message.Should().Contain(message).And.Contain("test-model");
        server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_service_may_say_itself_whether_another_attempt_is_worth_it()
    {
        await using var server = new MisbehavingServer().Answer("", 500, headers: ("x-should-retry", "false"));
        await Service.Anthropic.Create(server.Address).FailAsync("TESS4404");
        server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_redirection_is_not_followed_for_it_would_carry_the_key()
    {
        await using var other = new MisbehavingServer().Answer(Service.Anthropic.Answer);
        await using var server = new MisbehavingServer().Answer("", 307, headers: ("Location", other.Address + "/v1/messages"));
        var failure = await Service.Anthropic.Create(server.Address).FailAsync("TESS4404");
        failure.Message.Should().Contain("sends requests elsewhere");
        other.Requests.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_service_that_is_not_there_is_named(string name)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        free.Stop();
        var time = new HurriedTime();
        var failure = await Service.Of(name).Create(address, retries: 2, time: time).FailAsync("TESS4406");
        failure.Message.Should().Contain("cannot be reached after 3 attempts").And.Contain(address);
        failure.IsTransient.Should().BeTrue();
        time.Waits.Should().HaveCount(2);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Whoever_cancels_is_free_at_once_while_the_service_hangs(string name)
    {
        await using var server = new MisbehavingServer().Hang();
        await CancelWhenAskedAsync(server, Service.Of(name).Create(server.Address, time: TimeProvider.System));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Whoever_cancels_is_free_at_once_between_attempts(string name)
    {
        await using var server = new MisbehavingServer().Answer("", 503, headers: ("Retry-After", "100"));
        await CancelWhenAskedAsync(server, Service.Of(name).Create(server.Address, time: TimeProvider.System));
    }

    private static async Task CancelWhenAskedAsync(MisbehavingServer server, ILanguageModel model)
    {
        using var cancellation = new CancellationTokenSource();
        var asking = model.AskAsync(cancellation.Token);
        while (server.Requests.Count == 0) await Task.Delay(10);
        await Task.Delay(100);
        var watch = Stopwatch.StartNew();
        await cancellation.CancelAsync();
        await FluentActions.Awaiting(() => asking).Should().ThrowAsync<OperationCanceledException>();
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2));
    }
}
