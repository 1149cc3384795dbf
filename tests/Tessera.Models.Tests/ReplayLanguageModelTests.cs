using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tessera.Models.Replay;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Models.Tests;

public sealed class ReplayLanguageModelTests : IDisposable
{
    private static readonly ToolDefinition View = new("view", "Shows a file's lines.", JsonNode.Parse("""{"type":"object"}""")!.AsObject());

    private static readonly string ToolsHash =
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes("""[{"name":"view","description":"Shows a file's lines.","arguments":{"type":"object"}}]""")));

    private static readonly SamplingOptions Sampling = new() { Temperature = 0.7, MaxTokens = 100, Stop = ["END"] };

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"replay-{Guid.NewGuid():n}.jsonl");

    private static string Recorded { get; } = string.Join('\n',
        """{"kind":"start","model":"openai:x"}""",
        $$$"""{"kind":"chat","chat":1,"keep":[],"add":[{"role":"system","text":"You repair."},{"role":"user","text":"Repair it."}],"tools":"{{{ToolsHash}}}","sampling":{"temperature":0.7,"topP":1,"maxTokens":100,"stop":["END"]},"mustCall":true,"reply":{"role":"assistant","text":"I look.","calls":[{"id":"a","tool":"view","arguments":{"path":"x.py"}},{"id":"b","tool":"view","arguments":{},"unreadable":"{pa"}],"reasoning":"Where is it?","provider":[{"signature":"s"}]},"finish":"complete","usage":{"input":10,"output":5,"cached":2,"cost":0.25}}""",
        """{"kind":"step","tool":"view"}""",
        "",
        $$$"""{"kind":"chat","chat":2,"keep":[[0,1],[1,1]],"add":[{"role":"assistant","text":"I look.","calls":[{"id":"a","tool":"view","arguments":{"path":"x.py"}},{"id":"b","tool":"view","arguments":{},"unreadable":"{pa"}],"reasoning":"Where is it?","provider":[{"signature":"s"}]},{"role":"tool","text":"1: x = 1","callId":"a"},{"role":"tool","text":"No JSON.","callId":"b","failed":true}],"tools":"{{{ToolsHash}}}","sampling":{"temperature":0.7},"mustCall":false,"reply":{"role":"assistant","text":"Cut sho"},"finish":"lengthReached","usage":{"input":20,"output":7,"cached":0,"cost":0}}""",
        """{"kind":"chat","chat":3,"keep":[[0,1],[4,1]],"add":[{"role":"user","text":"Shorter."}],"reply":{"role":"assistant","text":"No."},"finish":"refused"}""");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_run_is_repeated_answer_by_answer()
    {
        var model = Model();
        var first = await model.ChatAsync(First(), CancellationToken.None);
        first.Finish.Should().Be(ChatFinish.Complete);
        first.Usage.Should().Be(new Usage(10, 5) { CachedInputTokens = 2, Cost = 0.25m });
        first.Message.Reasoning.Should().Be("Where is it?");
        first.Message.Calls!.Select(call => (call.Id, call.Tool, call.Arguments.ToJsonString(), call.UnreadableArguments)).Should().Equal(
            ("a", "view", """{"path":"x.py"}""", null), ("b", "view", "{}", "{pa"));

        var second = await model.ChatAsync(Second(first.Message), CancellationToken.None);
        (second.Message.Text, second.Finish).Should().Be(("Cut sho", ChatFinish.LengthReached));

        var third = await model.ChatAsync(Third(), CancellationToken.None);
        (third.Message.Text, third.Finish, third.Usage).Should().Be(("No.", ChatFinish.Refused, default));
    }

    [Fact]
    public async Task Questions_may_name_everything_that_was_said_in_their_episode()
    {
        File.WriteAllText(_file, """
            {"kind":"start"}
            {"kind":"chat","chat":1,"add":[{"role":"system","text":"You repair."},{"role":"user","text":"Repair it."}],"prompt":[[0,2]],"reply":{"role":"assistant","text":"Which?"},"finish":"complete"}
            {"kind":"chat","chat":2,"add":[{"role":"user","text":"This."}],"prompt":[[0,1],[2,2]],"reply":{"role":"assistant","text":"Done."},"finish":"complete"}
            {"kind":"start"}
            {"kind":"chat","chat":1,"add":[{"role":"user","text":"Again."}],"prompt":[[0,1]],"reply":{"role":"assistant","text":"Yes."},"finish":"complete"}
            """);
        var model = new ReplayLanguageModel(new ReplayModelOptions { Recording = _file });
        ChatMessage system = new(ChatRole.System, "You repair.");
        var first = await model.ChatAsync(new ChatRequest([system, new(ChatRole.User, "Repair it.")], [], Sampling), CancellationToken.None);
        var second = await model.ChatAsync(new ChatRequest([system, first.Message, new(ChatRole.User, "This.")], [], Sampling), CancellationToken.None);
        second.Message.Text.Should().Be("Done.");
        (await model.ChatAsync(new ChatRequest([new(ChatRole.User, "Again.")], [], Sampling), CancellationToken.None)).Message.Text.Should().Be("Yes.");
    }

    [Fact]
    public async Task What_is_asked_beyond_the_recording_has_no_answer()
    {
        var model = Model();
        var first = await model.ChatAsync(First(), CancellationToken.None);
        await model.ChatAsync(Second(first.Message), CancellationToken.None);
        await model.ChatAsync(Third(), CancellationToken.None);
        (await FailAsync(model, Third(), "TESS4414")).Should().Contain("holds 3 answers");
    }

    [Theory]
    [InlineData("text", "message 2 (user) differs: from character 8 on, \"Repair it.\" was recorded and \"Repair us.\" is asked")]
    [InlineData("role", "message 2 (user) differs: it was said by user, and now by assistant")]
    [InlineData("more", "2 messages were recorded and 3 are asked; \"Now.\" (user) was not recorded")]
    [InlineData("fewer", "2 messages were recorded and 1 are asked; \"Repair it.\" (user) is missing")]
    [InlineData("tools", "the tools that may be called differ")]
    [InlineData("must", "the answer had to call a tool, and now it does not have to")]
    [InlineData("temperature", "'temperature' was 0.7, and now it is 0.8")]
    [InlineData("stop", "'stop' was [\"END\"], and now it is []")]
    public async Task The_first_difference_of_a_question_is_shown(string change, string difference)
    {
        var asked = First();
        var changed = change switch
        {
            "text" => asked with { Messages = [asked.Messages[0], new(ChatRole.User, "Repair us.")] },
            "role" => asked with { Messages = [asked.Messages[0], new(ChatRole.Assistant, "Repair it.")] },
            "more" => asked with { Messages = [.. asked.Messages, new(ChatRole.User, "Now.")] },
            "fewer" => asked with { Messages = [asked.Messages[0]] },
            "tools" => asked with { Tools = [View with { Description = "Shows files." }] },
            "must" => asked with { MustCall = false },
            "temperature" => asked with { Sampling = Sampling with { Temperature = 0.8 } },
            _ => asked with { Sampling = Sampling with { Stop = [] } },
        };
        var model = Model();
        (await FailAsync(model, changed, "TESS4413")).Should().Contain($"Question 1 is not the recorded one ({_file}:2): {difference}");
        (await model.ChatAsync(asked, CancellationToken.None)).Message.Text.Should().Be("I look.", "a question that is refused takes no answer");
    }

    [Theory]
    [InlineData("result", "message 4 (tool) differs: from character 4 on, \"1: x = 1\" was recorded and \"1: y = 1\" is asked")]
    [InlineData("failed", "message 4 (tool) differs: its call had not failed, and now it has")]
    [InlineData("call", "message 4 (tool) differs: it answered the call 'a', and now 'c'")]
    [InlineData("provider", "message 3 (assistant) differs: what the provider wants to see again is another")]
    [InlineData("arguments", "message 3 (assistant) differs: in call 1, from character 10 on")]
    [InlineData("calls", "message 3 (assistant) differs: it had 2 calls, and now 1")]
    public async Task The_first_difference_of_what_went_before_is_shown(string change, string difference)
    {
        var model = Model();
        var reply = (await model.ChatAsync(First(), CancellationToken.None)).Message;
        var asked = Second(reply);
        var messages = asked.Messages.ToList();
        var (at, message) = change switch
        {
            "result" => (3, messages[3] with { Text = "1: y = 1" }),
            "failed" => (3, messages[3] with { Failed = true }),
            "call" => (3, messages[3] with { CallId = "c" }),
            "provider" => (2, reply with { ProviderData = null }),
            "arguments" => (2, reply with { Calls = [reply.Calls![0] with { Arguments = new JsonObject { ["path"] = "y.py" } }, reply.Calls[1]] }),
            _ => (2, reply with { Calls = [reply.Calls![0]] }),
        };
        messages[at] = message;
        (await FailAsync(model, asked with { Messages = messages }, "TESS4413")).Should().Contain(difference);
    }

    [Fact]
    public async Task Reasoning_is_for_people_and_does_not_count()
    {
        var model = Model();
        var reply = (await model.ChatAsync(First(), CancellationToken.None)).Message;
        await model.Awaiting(asked => asked.ChatAsync(Second(reply with { Reasoning = null }), CancellationToken.None)).Should().NotThrowAsync();
    }

    [Fact]
    public async Task Without_checking_the_answers_come_whatever_is_asked()
    {
        var model = Model(options => options.Verify = false);
        var reply = await model.ChatAsync(new ChatRequest([new(ChatRole.User, "Something else.")], [], new SamplingOptions()), CancellationToken.None);
        reply.Message.Text.Should().Be("I look.");
    }

    [Theory]
    [InlineData("{\"kind\":\"chat\"", "TESS4412", "This line is no recorded chat")]
    [InlineData("[]", "TESS4412", "not an object")]
    [InlineData("""{"kind":"chat","keep":[[0,1]],"add":[],"reply":{"role":"assistant","text":""}}""", "TESS4412", "'keep' names 1 messages from 0 on, and there are 0")]
    [InlineData("""{"kind":"chat","prompt":[[1,9223372036854775807]],"add":[{"role":"user"}],"reply":{"role":"assistant"}}""", "TESS4412", "'prompt' names")]
    [InlineData("""{"kind":"chat","keep":[[0]],"reply":{"role":"assistant"}}""", "TESS4412", "no range")]
    [InlineData("""{"kind":"chat","add":[{"role":"robot"}],"reply":{"role":"assistant"}}""", "TESS4412", "'robot'")]
    [InlineData("""{"kind":"chat","add":[{"role":"user","text":1}],"reply":{"role":"assistant"}}""", "TESS4412", "'text' is not a text")]
    [InlineData("""{"kind":"chat","add":[]}""", "TESS4412", "a message is not an object")]
    [InlineData("""{"kind":"chat","reply":{"role":"assistant","calls":[{"id":"a"}]}}""", "TESS4412", "no 'tool'")]
    [InlineData("""{"kind":"chat","reply":{"role":"assistant"},"finish":"stop"}""", "TESS4412", "'stop'")]
    [InlineData("""{"kind":"chat","reply":{"role":"assistant"},"usage":{"input":"1"}}""", "TESS4412", "not a whole number")]
    [InlineData("""{"kind":"step"}""", "TESS4411", "holds no chat")]
    [InlineData("", "TESS4411", "holds no chat")]
    public async Task A_recording_that_is_none_is_explained(string line, string id, string reason)
    {
        File.WriteAllText(_file, """{"kind":"start"}""" + "\n" + line + "\n");
        var model = new ReplayLanguageModel(new ReplayModelOptions { Recording = _file });
        var failure = (await model.Awaiting(asked => asked.ChatAsync(First(), CancellationToken.None)).Should().ThrowAsync<TesseraException>()).Which;
        var diagnostic = failure.Diagnostics.Should().ContainSingle().Which;
        diagnostic.Id.Should().Be(id);
        diagnostic.Message.Should().Contain(reason);
        diagnostic.Location.Should().Be(new SourceLocation(_file, id == "TESS4412" ? 2 : 0));
    }

    [Fact]
    public async Task A_recording_that_is_not_there_is_named()
    {
        var model = new ReplayLanguageModel(new ReplayModelOptions { Recording = "/nowhere/run.jsonl" });
        var failure = (await model.Awaiting(asked => asked.ChatAsync(First(), CancellationToken.None)).Should().ThrowAsync<TesseraException>()).Which;
        failure.Diagnostics.Should().ContainSingle(diagnostic => diagnostic.Id == "TESS4411" && diagnostic.Location!.File == "/nowhere/run.jsonl");
    }

    [Fact]
    public async Task A_cancelled_question_takes_no_answer()
    {
        var model = Model();
        await model.Awaiting(asked => asked.ChatAsync(First(), new CancellationToken(canceled: true))).Should().ThrowAsync<OperationCanceledException>();
        (await model.ChatAsync(First(), CancellationToken.None)).Message.Text.Should().Be("I look.");
    }

    [Fact]
    public void The_identity_changes_with_the_recording()
    {
        var identity = Model().Identity;
        Model().Identity.Should().Be(identity).And.StartWith("replay:");
        File.AppendAllText(_file, "\n{\"kind\":\"end\"}\n");
        new ReplayLanguageModel(new ReplayModelOptions { Recording = _file }).Identity.Should().NotBe(identity);
    }

    private static ChatRequest First() => new([new(ChatRole.System, "You repair."), new(ChatRole.User, "Repair it.")], [View], Sampling) { MustCall = true };

    private static ChatRequest Second(ChatMessage reply) => new(
        [.. First().Messages, reply, new(ChatRole.Tool, "1: x = 1", CallId: "a"), new(ChatRole.Tool, "No JSON.", CallId: "b") { Failed = true }], [View], Sampling);

    private static ChatRequest Third() => new(
        [new(ChatRole.System, "You repair."), new(ChatRole.Tool, "No JSON.", CallId: "b") { Failed = true }, new(ChatRole.User, "Shorter.")], [], new SamplingOptions());

    private static async Task<string> FailAsync(ReplayLanguageModel model, ChatRequest request, string id)
    {
        var failure = (await model.Awaiting(asked => asked.ChatAsync(request, CancellationToken.None)).Should().ThrowAsync<LanguageModelException>()).Which;
        failure.Message.Should().StartWith($"error {id}: ");
        return failure.Message;
    }

    private ReplayLanguageModel Model(Action<ReplayModelOptions>? configure = null)
    {
        File.WriteAllText(_file, Recorded);
        var options = new ReplayModelOptions { Recording = _file };
        configure?.Invoke(options);
        return new ReplayLanguageModel(options);
    }
}
