namespace Tessera.Cli.Tests.Agents;

/// <summary>What servers of language models have been seen to do, and some more.</summary>
internal static class Troubles
{
    private const string Unfit = "{\"choices\": [{\"message\": {\"content\": \"I wo";
    private const int Enormous = 3_000_000;

    private static readonly ChatProtocol OpenAI = ChatProtocol.OpenAI;
    private static readonly ChatProtocol Anthropic = ChatProtocol.Anthropic;

    public static IReadOnlyList<Trouble> All { get; } =
    [
        // The service recovers.
        new("busy-with-a-time", OpenAI, server => server.Answer(OpenAI.Fault("rate_limit", "Slow down."), 429, headers: ("Retry-After", "1"))),
        new("busy-without-a-time", OpenAI, server => server.Answer("", 429)),
        new("broken-once", OpenAI, server => server.Answer("Internal error", 500, "text/plain")),
        new("connection-cut", OpenAI, server => server.BreakOff(Unfit)),
        new("silent-after-the-header", OpenAI, server => server.Stall(Unfit)) { TimeoutSeconds = 8 },
        new("silent", OpenAI, server => server.Hang()) { TimeoutSeconds = 8 },
        new("truncated", OpenAI, server => server.Answer(Unfit)),
        new("malformed", OpenAI, server => server.Answer("""{"choices": [{"message": {"content": 'I look.'},}]}""")),
        new("words-instead", OpenAI, server => server.Answer("upstream connect error", type: "text/plain")),
        new("nothing", OpenAI, server => server.Answer("")),
        new("stream", OpenAI, server => server.Answer("data: {\"choices\": [{\"delta\": {\"content\": \"I\"}}]}\n\ndata: [DONE]\n\n", type: "text/event-stream")),
        new("fault-as-success", OpenAI, server => server.Answer(OpenAI.Fault("server_error", "Try again."))),
        new("all-at-once", OpenAI, server => server.Answer("", 503).BreakOff(Unfit).Answer("[]").Answer(Unfit, 502)) { Extra = 4, Retries = 4 },
        new("other-type", OpenAI, server => server.Answer(OpenAI.Calling(("odd", "listdir", "{}")), type: "text/plain")) { Answers = 1, Calls = 1, Told = [("odd", "There is no tool 'listdir'")] },

        // The model misbehaves, and is told.
        new("unknown-tool", OpenAI, server => server.Answer(OpenAI.Calling(("a", "veiw", "{}")))) { Answers = 1, Calls = 1, Told = [("a", "There is no tool 'veiw'. Did you mean 'view'?")] },
        new("arguments-no-json", OpenAI, server => server.Answer(OpenAI.Calling(("a", "view", "{\"path\": total.py}")))) { Answers = 1, Calls = 1, Told = [("a", "are no JSON object")] },
        new("arguments-cut-off", OpenAI, server => server.Answer(OpenAI.Calling(("a", "rewrite", "{\"path\": \"total.py\", \"new_code\": \"def")))) { Answers = 1, Calls = 1, Told = [("a", "are no JSON object")] },
        new("arguments-a-list", OpenAI, server => server.Answer(OpenAI.Calling(("a", "view", "[\"total.py\"]")))) { Answers = 1, Calls = 1, Told = [("a", "are no JSON object")] },
        new("arguments-of-wrong-types", OpenAI, server => server.Answer(OpenAI.Calling(("a", "view", """{"path": 5, "start": "first"}""")))) { Answers = 1, Calls = 1, Told = [("a", "The arguments of view are not right: ")] },
        new("arguments-missing", OpenAI, server => server.Answer(OpenAI.Calling(("a", "view", "{}")))) { Answers = 1, Calls = 1, Told = [("a", "path")] },
        new("one-bad-call-of-three", OpenAI, server => server.Answer(OpenAI.Calling(("a", "view", """{"path": "test_total.py"}"""), ("b", "view", "?"), ("c", "eval", "{}"))))
        {
            Answers = 1, Calls = 3, Told = [("a", "import unittest"), ("b", "are no JSON object"), ("c", "The evaluation failed: 1 of 2 tests passed")],
        },
        new("empty-answer", OpenAI, server => server.Answer(OpenAI.Saying(""))) { Answers = 1 },
        new("too-long", OpenAI, server => server.Answer(OpenAI.Saying("I think and think", "length"))) { Answers = 1 },
        new("filtered", OpenAI, server => server.Answer(OpenAI.Saying("", "content_filter"))) { Answers = 1 },
        new("enormous", OpenAI, server => server.Answer(OpenAI.Saying(new string('a', Enormous)))) { Answers = 1 },
        new("echoed-key", OpenAI, server => server.AnswerTo(question => OpenAI.Saying(question.Headers["Authorization"]))) { Answers = 1 },

        // The service never recovers.
        new("always-broken", OpenAI, server => server.Answer("Internal error", 500, "text/plain")) { Ends = "modelFailed", Reason = "TESS4406*HTTP 500: Internal error", Extra = 3 },
        new("always-busy", OpenAI, server => server.Answer("", 429)) { Ends = "modelFailed", Reason = "TESS4406*is busy*after 3 attempts", Extra = 3 },
        new("busy-for-hours", OpenAI, server => server.Answer("", 429, headers: ("Retry-After", "7200"))) { Ends = "modelFailed", Reason = "TESS4406*7200 s" },
        new("always-silent", OpenAI, server => server.Hang()) { Ends = "modelFailed", Reason = "TESS4406*did not answer within 8 s after 2 attempts", Extra = 2, Retries = 1, TimeoutSeconds = 8 },
        new("always-truncated", OpenAI, server => server.Answer(Unfit)) { Ends = "modelFailed", Reason = "TESS4407*no whole JSON", Extra = 3 },
        new("always-cut", OpenAI, server => server.BreakOff(Unfit)) { Ends = "modelFailed", Reason = "TESS4406*cannot be reached", Extra = 3 },
        new("without-end", OpenAI, server => server.Flood()) { Ends = "modelFailed", Reason = "TESS4407*more than 64 MB", Extra = 2, Retries = 1 },
        new("web-page", OpenAI, server => server.Answer("<html>Sign in</html>", type: "text/html")) { Ends = "modelFailed", Reason = "TESS4407*web page" },
        new("refused-key", OpenAI, server => server.AnswerTo(question => OpenAI.Fault("invalid_api_key", "Incorrect key: " + question.Headers["Authorization"]), 401)) { Ends = "modelFailed", Reason = "TESS4403*refused the key in the environment variable" },
        new("quota-used-up", OpenAI, server => server.Answer(OpenAI.Fault("insufficient_quota", "Pay first."), 429)) { Ends = "modelFailed", Reason = "TESS4404*quota" },
        new("always-too-long-to-read", OpenAI, server => server.Answer(OpenAI.Fault("context_length_exceeded", "Too long."), 400)) { Ends = "modelFailed", Reason = "TESS4405*Too long." },
        new("always-empty", OpenAI, server => server.Answer(OpenAI.Saying(""))) { Ends = "gaveUp", Reason = "*", Extra = 3, Answers = 3 },
        new("always-filtered", OpenAI, server => server.Answer(OpenAI.Saying("No.", "content_filter"))) { Ends = "gaveUp", Reason = "No.", Extra = 3, Answers = 3 },
        new("always-the-same-bad-call", OpenAI, server => server.Answer(OpenAI.Calling(("a", "nothing", "?")))) { Ends = "stepsExhausted", Reason = "*", Extra = 11, Answers = 11, Calls = 11 },

        new("anthropic-overloaded", Anthropic, server => server.Answer(Anthropic.Fault("overloaded_error", "Overloaded"), 529)),
        new("anthropic-busy", Anthropic, server => server.Answer(Anthropic.Fault("rate_limit_error", "Slow down."), 429, headers: ("retry-after", "1"))),
        new("anthropic-truncated", Anthropic, server => server.Answer("{\"content\": [{\"type\": \"text\", \"te")),
        new("anthropic-call-without-id", Anthropic, server => server.Answer("""{"content": [{"type": "tool_use", "name": "view", "input": {}}], "stop_reason": "tool_use"}""")),
        new("anthropic-fault-as-success", Anthropic, server => server.Answer(Anthropic.Fault("api_error", "Try again."))),
        new("anthropic-unknown-tool", Anthropic, server => server.Answer(Anthropic.Calling(("a", "veiw", "{}")))) { Answers = 1, Calls = 1, Told = [("a", "Did you mean 'view'?")] },
        new("anthropic-arguments-a-text", Anthropic, server => server.Answer(Anthropic.Calling(("a", "view", "\"total.py\"")))) { Answers = 1, Calls = 1, Told = [("a", "are no JSON object")] },
        new("anthropic-one-bad-call-of-three", Anthropic, server => server.Answer(Anthropic.Calling(("a", "view", """{"path": "test_total.py"}"""), ("b", "view", "[]"), ("c", "eval", "{}"))))
        {
            Answers = 1, Calls = 3, Told = [("a", "import unittest"), ("b", "are no JSON object"), ("c", "The evaluation failed: 1 of 2 tests passed")],
        },
        new("anthropic-empty", Anthropic, server => server.Answer(Anthropic.Saying(""))) { Answers = 1 },
        new("anthropic-too-long", Anthropic, server => server.Answer(Anthropic.Saying("I think", "max_tokens"))) { Answers = 1 },
        new("anthropic-refusal", Anthropic, server => server.Answer(Anthropic.Saying("", "refusal"))) { Answers = 1 },
        new("anthropic-always-overloaded", Anthropic, server => server.Answer(Anthropic.Fault("overloaded_error", "Overloaded"), 529)) { Ends = "modelFailed", Reason = "TESS4406*HTTP 529: Overloaded", Extra = 3 },
        new("anthropic-refused-key", Anthropic, server => server.AnswerTo(question => Anthropic.Fault("authentication_error", "invalid x-api-key " + question.Headers["x-api-key"]), 401)) { Ends = "modelFailed", Reason = "TESS4403*refused the key" },
    ];
}
