using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Language.Optimization;
using Tessera.Language.PromptTasks;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Findings;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.Tests.PromptTasks;

public sealed class PromptTaskStepTests : IDisposable
{
    private readonly RecordingContext _context = new();

    // Files as they are published, with few rows of our own.
    private readonly TemporaryFolder _data = new();

    public PromptTaskStepTests()
    {
        _data.File("prompt-tasks/bb_minus_bbh/navigate.json", Rows(Enumerable.Range(0, 6).Select(i => ($"Take {i} steps.", i % 2 == 0 ? "Yes" : "No"))));
        _data.File("bbh/navigate.json", Rows([("Turn left.", "Yes"), ("Take 1 step.", "No")]));
        foreach (var split in new[] { "train", "dev_subsample", "test" })
            _data.File($"prompt-tasks/subj/{split}.jsonl", "{\"sentence\": \"it rains — it was “fine”\", \"label\": \"1\"}\n{\"sentence\": \"how sad\", \"label\": \"0\"}\n\n");
    }

    public void Dispose()
    {
        _context.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task The_files_are_what_the_next_step_reads()
    {
        var prepared = await RunAsync("subj");
        prepared.Training.Should().Be(Path.Combine(prepared.Folder, "training.jsonl"));
        var examples = await ExampleFile.ReadAsync(prepared.Validation, [.. prepared.Classes.Keys], CancellationToken.None);
        examples.Should().Equal(
            new Example("it rains — it was “fine”\nOptions:\n- subjective\n- objective", "objective"), new Example("how sad\nOptions:\n- subjective\n- objective", "subjective"));
        prepared.Classes.Should().BeEquivalentTo(new Dictionary<string, string[]> { ["subjective"] = ["subjective"], ["objective"] = ["objective"] });
        prepared.Instruction.Should().StartWith("Read the following sentence");
        JsonSerializer.Deserialize<PreparedPromptTask>(JsonSerializer.Serialize(prepared)).Should().BeEquivalentTo(prepared);
    }

    [Fact]
    public async Task A_file_of_ones_own_is_a_task_with_its_targets_as_classes()
    {
        _data.File("fruits.jsonl", "{\"input\": \"a\", \"target\": \"yes\"}\n{\"input\": \"b\", \"target\": \"no\"}\n");
        _data.File("fruits.test.jsonl", "{\"input\": \"c\", \"target\": \"maybe\"}\n");
        var prepared = await RunAsync("fruits");
        (await ExampleFile.ReadAsync(prepared.Training, [], CancellationToken.None)).Should().Equal(new Example("a", "yes"), new Example("b", "no"));
        (await ExampleFile.ReadAsync(prepared.Test, [], CancellationToken.None)).Should().Equal(new Example("c", "maybe"));
        (await File.ReadAllTextAsync(prepared.Validation)).Should().BeEmpty();
        prepared.Classes.Keys.Should().Equal("maybe", "no", "yes");
        prepared.Instruction.Should().BeEmpty();

        _data.File("words.jsonl", string.Join('\n', Enumerable.Range(0, 30).Select(i => $"{{\"input\": \"a\", \"target\": \"word {i}\"}}")));
        (await RunAsync("words")).Classes.Should().BeEmpty("so many different targets are free text");
        (await FluentActions.Awaiting(() => RunAsync("../fruits")).Should().ThrowAsync<TesseraException>()).WithMessage("*TESS6601*");
    }

    [Fact]
    public async Task The_sizes_and_fingerprints_are_told()
    {
        var prepared = await RunAsync("navigate");
        _context.Metrics.Should().Equal(new Dictionary<string, double> { ["training"] = 3, ["validation"] = 3, ["test"] = 2 });
        var table = _context.Findings.Should().ContainSingle().Which.Should().BeOfType<Table>().Which;
        table.Columns.Should().Equal("part", "examples", "fingerprint", "Yes", "No");
        var test = await ExampleFile.ReadAsync(prepared.Test, [], CancellationToken.None);
        table.Rows[2].Select(cell => cell!.ToString()).Should().Equal("test", "2", ExampleFingerprint.Of(test), "1", "1");
    }

    [Fact]
    public async Task Fewer_examples_are_picked_from_the_classes_in_turn()
    {
        var prepared = await RunAsync("navigate", options => (options.Training, options.Validation, options.Test) = (2, 100, 1));
        var training = await ExampleFile.ReadAsync(prepared.Training, [], CancellationToken.None);
        training.Select(example => example.Target).Should().BeEquivalentTo("Yes", "No");
        _context.Metrics.Should().Equal(new Dictionary<string, double> { ["training"] = 2, ["validation"] = 3, ["test"] = 1 });
    }

    [Fact]
    public async Task The_seed_changes_which_examples_are_kept_and_not_the_splits()
    {
        var whole = await ExampleFile.ReadAsync((await RunAsync("navigate", options => options.Seed = 7)).Training, [], CancellationToken.None);
        var published = await ExampleFile.ReadAsync((await RunAsync("navigate")).Training, [], CancellationToken.None);
        whole.Should().Equal(published);
    }

    [Theory]
    [InlineData("navigat", "Did you mean 'navigate'?")]
    [InlineData("gsm8k", "What exists: date-understanding, hyperbaton, logical-deduction-seven-objects, mpqa, navigate, subj, trec.")]
    public async Task An_unknown_task_is_refused_with_the_nearest_or_all(string task, string remedy)
    {
        var fault = await FailAsync(task);
        (fault.Id, fault.Location!.KeyPath, fault.Remedy).Should().Be(("TESS6601", "task", remedy));
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        var fault = await FailAsync("trec");
        fault.Id.Should().Be("TESS6602");
        fault.Location!.File.Should().Be(Path.Combine(_data.Path, "prompt-tasks", "trec", "train.jsonl"));
        fault.Remedy.Should().Contain("'folder'");
    }

    [Theory]
    [InlineData("", "It is not JSON", 1, null)]
    [InlineData("{\"examples\": [\n{\"input\": \"a\"", "It is not JSON", 2, null)]
    [InlineData("[]", "no object with a list 'examples'", 0, null)]
    [InlineData("{\"examples\": {}}", "no object with a list 'examples'", 0, null)]
    [InlineData("{\"examples\": []}", "fewer than two examples", 0, "examples")]
    [InlineData("{\"examples\": [{\"input\": \"a\", \"target\": \"Yes\"}, {\"input\": \"a\"}]}", "'target' is missing, empty or no text", 0, "examples[1]")]
    [InlineData("{\"examples\": [{\"input\": 3, \"target\": \"Yes\"}]}", "'input' is missing, empty or no text", 0, "examples[0]")]
    [InlineData("{\"examples\": [{\"input\": \"\\ud800\", \"target\": \"Yes\"}]}", "no characters", 0, "examples[0]")]
    [InlineData("{\"examples\": [3]}", "'input' is missing, empty or no text", 0, "examples[0]")]
    [InlineData("{\"examples\": [{\"input\": \"a\", \"target\": \"Maybe\"}]}", "The target 'Maybe' is none of Yes, No.", 0, "examples[0]")]
    public async Task A_malformed_row_of_BIG_bench_is_named(string content, string message, int line, string? keyPath)
    {
        _data.File("prompt-tasks/bb_minus_bbh/navigate.json", content);
        var fault = await FailAsync("navigate");
        fault.Id.Should().Be("TESS6603");
        fault.Message.Should().Contain(message);
        (fault.Location!.Line, fault.Location.KeyPath).Should().Be((line, keyPath));
    }

    [Theory]
    [InlineData("2021?", "(A)", "no line 'Options:'")]
    [InlineData("2021?\nOptions:\n- Yes\n- No", "(A)", "option 1 does not begin with '(A) '")]
    [InlineData("2021?\nOptions:\n(A) 1\n(C) 2", "(A)", "option 2 does not begin with '(B) '")]
    [InlineData("2021?\nOptions:\n(A) 1\n(B) 2", "(C)", "The target '(C)' is the letter of no option.")]
    public async Task A_question_without_its_options_is_named(string input, string target, string message)
    {
        _data.File("prompt-tasks/bb_minus_bbh/date_understanding.json", Rows([(input, target), (input, target)]));
        var fault = await FailAsync("date-understanding");
        (fault.Id, fault.Location!.KeyPath).Should().Be(("TESS6603", "examples[0]"));
        fault.Message.Should().Contain(message);
    }

    [Theory]
    [InlineData("{\"sentence\": \"a\", \"label\": \"2\"}", "The label '2' is no number from 0 to 1.")]
    [InlineData("{\"sentence\": \"a\", \"label\": \"01\"}", "The label '01' is no number from 0 to 1.")]
    [InlineData("{\"sentence\": \"a\", \"label\": 1}", "'label' is missing, empty or no text.")]
    [InlineData("{\"sentence\": \"a\"", "It is not JSON")]
    public async Task A_malformed_line_is_named(string line, string message)
    {
        _data.File("prompt-tasks/subj/test.jsonl", "{\"sentence\": \"a\", \"label\": \"1\"}\n" + line);
        var fault = await FailAsync("subj");
        (fault.Id, fault.Location!.Line).Should().Be(("TESS6603", 2));
        fault.Message.Should().Contain(message);
    }

    [Fact]
    public async Task A_file_without_rows_or_that_is_no_text_is_named()
    {
        _data.File("prompt-tasks/subj/train.jsonl", "\n\n");
        (await FailAsync("subj")).Message.Should().Be("The file has no rows.");
        await File.WriteAllBytesAsync(Path.Combine(_data.Path, "prompt-tasks", "subj", "train.jsonl"), [0x7B, 0xFF, 0xFE]);
        (await FailAsync("subj")).Id.Should().Be("TESS6602");
    }

    [Theory]
    [InlineData("{\"words\": {}}", "order")]
    [InlineData("{\"order\": [\"size\"], \"words\": {}}", "order")]
    [InlineData("{\"order\": [\"size\", \"age\"]}", null)]
    [InlineData("{\"order\": [\"size\", \"age\"], \"words\": {\"size\": [\"big\"]}}", "words.age")]
    [InlineData("{\"order\": [\"size\", \"age\"], \"words\": {\"size\": [\"big\"], \"age\": [3]}}", "words.age")]
    [InlineData("{\"order\": [\"size\", \"age\"], \"words\": {\"size\": [\"big\"], \"age\": [\"old\"], \"noun\": [\"car\"]}}", "words")]
    [InlineData("[]", "order")]
    public async Task Words_of_hyperbaton_that_will_not_do_are_named(string vocabulary, string? keyPath)
    {
        _data.File("hyperbaton_vocab.json", vocabulary);
        _data.File("bbh/hyperbaton.json", Rows(Enumerable.Repeat(("Which?\nOptions:\n(A) big old car\n(B) old big car", "(A)"), 2)));
        var fault = await FailAsync("hyperbaton");
        (fault.Id, fault.Location!.KeyPath).Should().Be(("TESS6603", keyPath));
    }

    private async Task<Diagnostic> FailAsync(string task) =>
        (await FluentActions.Awaiting(() => RunAsync(task)).Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Should().ContainSingle().Which;

    private Task<PreparedPromptTask> RunAsync(string task, Action<PromptTaskOptions>? configure = null)
    {
        var options = new PromptTaskOptions { Task = task, Folder = _data.Path };
        configure?.Invoke(options);
        return new PromptTaskStep(options).RunAsync(_context, CancellationToken.None);
    }

    private static string Rows(IEnumerable<(string Input, string Target)> rows) =>
        new JsonObject { ["canary"] = "none", ["examples"] = new JsonArray([.. rows.Select(row => (JsonNode)new JsonObject { ["input"] = row.Input, ["target"] = row.Target })]) }.ToJsonString();
}
