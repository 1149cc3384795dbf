using Tessera.Debugging.Terminals;
using Tessera.Models.Anthropic;
using Tessera.Models.OpenAI;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Terminals;

namespace Tessera.Models.Http.Tests;

public sealed class KeySpecs : IDisposable
{
    private const string Secret = "sk-live-4fQ9xZ7pLm2TwB8dKcV1rN6y";

    private readonly string _variable = $"TESSERA_TEST_{Guid.NewGuid():n}_API_KEY";

    public KeySpecs() => Environment.SetEnvironmentVariable(_variable, Secret + "\n");

    public static TheoryData<string, int> Echoes
    {
        get
        {
            var echoes = new TheoryData<string, int>();
            foreach (var name in new[] { "openai", "anthropic" })
            {
                foreach (var status in new[] { 200, 302, 400, 401, 403, 404, 429, 500 }) echoes.Add(name, status);
            }

            return echoes;
        }
    }

    public void Dispose() => Environment.SetEnvironmentVariable(_variable, null);

    [Fact]
    public async Task The_key_is_sent_as_each_service_wants_it()
    {
        await using var server = new MisbehavingServer().Answer(Service.OpenAI.Answer).Answer(Service.Anthropic.Answer);
        await Service.OpenAI.Create(server.Address, _variable).AskAsync();
        await Service.Anthropic.Create(server.Address, _variable).AskAsync();
        server.Requests[0].Headers["Authorization"].Should().Be($"Bearer {Secret}");
        server.Requests[1].Headers["x-api-key"].Should().Be(Secret);
        server.Requests[1].Headers["anthropic-version"].Should().Be("2023-06-01");
        server.Requests[1].Headers.Should().NotContainKey("Authorization");
    }

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task A_service_that_echoes_headers_does_not_make_the_key_known(string name, int status)
    {
        await using var server = new MisbehavingServer().AnswerTo(Echo, status);
        var failure = (await FluentActions.Awaiting(() => Service.Of(name).Create(server.Address, _variable, retries: 1).AskAsync()).Should().ThrowAsync<LanguageModelException>()).Which;
        failure.ToString().Should().NotContain(Secret).And.NotContain(Secret[..12]).And.NotContain(Secret[^12..]);
        server.Requests.Should().Contain(request => request.Headers.Values.Any(value => value.Contains(Secret)));

        static string Echo(ReceivedRequest request) => string.Join(" ", request.Headers.Select(header => $"{header.Key}: {header.Value}")) + " again in part: " + Secret[..^5];
    }

    [Theory]
    [InlineData("openai", """{"choices":[{"message":{"content":"You are SECRET."},"finish_reason":"stop"}]}""")]
    [InlineData("anthropic", """{"content":[{"type":"text","text":"You are SECRET."}]}""")]
    public async Task An_answer_does_not_bring_the_key_into_the_conversation(string name, string body)
    {
        await using var server = new MisbehavingServer().Answer(body.Replace("SECRET", Secret));
        (await Service.Of(name).Create(server.Address, _variable).AskAsync()).Message.Text.Should().Be("You are ***.");
    }

    [Fact]
    public async Task An_answer_that_breaks_off_within_the_key_does_not_make_its_beginning_known()
    {
        await using var server = new MisbehavingServer().Answer($"{{\"error\": \"Authorization: Bearer {Secret[..20]}", 400);
        var failure = await Service.OpenAI.Create(server.Address, _variable).FailAsync("TESS4404");
        failure.Message.Should().Contain("Bearer ***").And.NotContain(Secret[..12]);
    }

    [Fact]
    public async Task A_header_that_is_none_does_not_make_the_key_known()
    {
        await using var server = new RawServer($"HTTP/1.1 200 OK\r\nthis is no header {Secret}\r\n\r\n");
        var failure = await Service.OpenAI.Create(server.Address, _variable, retries: 0).FailAsync("TESS4406");
        failure.ToString().Should().NotContain(Secret).And.NotContain(Secret[..12]);
    }

    [Fact]
    public async Task A_refused_key_is_called_by_its_variable()
    {
        await using var server = new MisbehavingServer().Answer(Service.OpenAI.Fault("invalid_api_key", $"Incorrect API key provided: {Secret}."), 401);
        var failure = await Service.OpenAI.Create(server.Address, _variable).FailAsync("TESS4403");
        failure.Message.Should().Contain($"refused the key in the environment variable {_variable}").And.Contain("***.").And.NotContain(Secret);
    }

    [Fact]
    public async Task A_local_server_needs_no_key()
    {
        await using var server = new MisbehavingServer().Answer(Service.OpenAI.Answer);
        await Service.OpenAI.Create(server.Address, "TESSERA_TEST_NOT_SET").AskAsync();
        await Service.OpenAI.Create(server.Address).AskAsync();
        server.Requests.Should().AllSatisfy(request => request.Headers.Should().NotContainKey("Authorization"));
    }

    [Fact]
    public async Task A_server_that_wants_a_key_after_all_says_how_to_give_one()
    {
        await using var server = new MisbehavingServer().Answer("", 401);
        (await Service.OpenAI.Create(server.Address).FailAsync("TESS4403")).Message.Should().Contain("none was sent").And.Contain("apiKeyVariable");
    }

    [Fact]
    public async Task The_official_endpoints_are_not_asked_without_a_key()
    {
        using var openai = new OpenAILanguageModel(new OpenAIModelOptions { Model = "m", ApiKeyVariable = "TESSERA_TEST_NOT_SET" });
        (await openai.FailAsync("TESS4402")).Message.Should().Contain("TESSERA_TEST_NOT_SET is not set");
        using var anthropic = new AnthropicLanguageModel(new AnthropicModelOptions { Model = "m", ApiKeyVariable = "" });
        (await anthropic.FailAsync("TESS4402")).Message.Should().Contain("apiKeyVariable");
    }

    [Theory]
    [InlineData("two words of key")]
    [InlineData("line\nbreak-in-the-key")]
    [InlineData("schlüssel-mit-umlaut")]
    public async Task What_cannot_be_a_key_is_refused_without_being_shown(string value)
    {
        Environment.SetEnvironmentVariable(_variable, value);
        await using var server = new MisbehavingServer().Answer(Service.OpenAI.Answer);
        var failure = await Service.OpenAI.Create(server.Address, _variable).FailAsync("TESS4402");
        failure.ToString().Should().Contain(_variable).And.NotContain(value).And.NotContain(value[..8]);
        server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_dummy_key_changes_no_answer()
    {
        Environment.SetEnvironmentVariable(_variable, "works");
        await using var server = new MisbehavingServer().Answer(Service.OpenAI.Answer);
        (await Service.OpenAI.Create(server.Address, _variable).AskAsync()).Message.Text.Should().Be("It works.");
    }

    [Theory]
    [InlineData("localhost:8000/v1", "is no address")]
    [InlineData("ftp://localhost/v1", "is no address")]
    [InlineData("v1", "is no address")]
    [InlineData("https://user:hunter22@example.org/v1", "has a user")]
    [InlineData("https://example.org/v1?key=hunter22", "a query")]
    public void An_endpoint_is_an_address_without_secrets(string endpoint, string reason)
    {
        var making = () => new OpenAILanguageModel(new OpenAIModelOptions { Model = "m", Endpoint = endpoint });
        var failure = making.Should().Throw<TesseraException>().Which;
        failure.Diagnostics.Should().ContainSingle(diagnostic => diagnostic.Id == "TESS4401");
        failure.Message.Should().Contain(reason).And.NotContain("hunter22");
    }

    [Fact]
    public async Task Programs_that_agents_run_do_not_inherit_keys()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "env is not a program of Windows.");
        await using var terminal = new LocalTerminal(new LocalTerminalOptions { WorkingFolder = Path.GetTempPath() });
        var result = await terminal.RunAsync(new TerminalCommand { Program = "env" }, CancellationToken.None);
        var names = result.Output.Split('\n').Select(line => line.Split('=')[0]).ToList();
        names.Should().Contain("PATH").And.NotContain(name => name.Contains("KEY", StringComparison.OrdinalIgnoreCase));
        result.Output.Should().NotContain(Secret);
        Environment.GetEnvironmentVariable(_variable).Should().Contain(Secret, "this process has it");
    }
}
