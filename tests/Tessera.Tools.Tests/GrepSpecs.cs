using System.Diagnostics;
using System.Text.Json.Nodes;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Tools;
using Tessera.Tools.Grep;

namespace Tessera.Tools.Tests;

/// <summary>An agent searches a project.</summary>
public sealed class GrepSpecs : IAsyncDisposable
{
    private readonly Project _project = new Project(new GrepTool(new GrepOptions(), TimeProvider.System), new FolderWorkspaceOptions { Hidden = ["*.key"] })
        .Write("main.py", "import part\n\ndef run():\n    return part.value(3)\n")
        .Write("src/part.py", "def value(x):\n    return x + 1  # __pycache__ is a word\n")
        .Write("src/deep/more.py", "value = 2\n")
        .Write("notes.txt", "value of notes\n")
        .Write("a:b.txt", "value: colon\n")
        .Write("data.bin", [0x76, 0x61, 0x6C, 0x75, 0x65, 0x00])
        .Write("secret.key", "value secret\n")
        .Write(".git/config", "value git\n")
        .Write("__pycache__/x.py", "value cached\n")
        .Write("build/out.py", "value built\n")
        .Write("src/kept.log", "value kept\n")
        .Write("src/left.log", "value left\n")
        .Write(".gitignore", "build/\n*.log\n")
        .Write("src/.gitignore", "!kept.log\n");

    public ValueTask DisposeAsync() => _project.DisposeAsync();

    [Fact]
    public async Task Matches_are_shown_by_file_in_order()
    {
        var observation = await GrepAsync("""{"pattern": "value"}""");
        observation.Text.Should().Be("""
            Found 6 matches:

            === a:b.txt ===
               1: value: colon

            === main.py ===
               4:     return part.value(3)

            === notes.txt ===
               1: value of notes

            === src/deep/more.py ===
               1: value = 2

            === src/kept.log ===
               1: value kept

            === src/part.py ===
               1: def value(x):

            Not searched: 1 binary file.
            """);
        observation.Data!["matches"]!.GetValue<int>().Should().Be(6);
    }

    [Theory]
    [InlineData("*.py", "main.py", "src/deep/more.py", "src/part.py")]
    [InlineData("**/*.py", "main.py", "src/deep/more.py", "src/part.py")]
    [InlineData("src/*.py", "src/part.py")]
    [InlineData("./src/**/*.py", "src/deep/more.py", "src/part.py")]
    [InlineData("src", "src/deep/more.py", "src/kept.log", "src/part.py")]
    [InlineData("src/deep", "src/deep/more.py")]
    [InlineData("a:b.txt", "a:b.txt")]
    [InlineData("build/out.py", "build/out.py")]
    [InlineData("m[a-z]*.py", "main.py", "src/deep/more.py")]
    public async Task A_search_is_narrowed_by_file_folder_or_glob(string path, params string[] files)
    {
        var observation = await _project.CallAsync(new JsonObject { ["pattern"] = "value", ["path"] = path });
        FilesIn(observation).Should().Equal(files);
    }

    [Fact]
    public async Task Ignored_files_are_searched_on_request() =>
        FilesIn(await GrepAsync("""{"pattern": "value", "include_ignored": true}""")).Should().Contain(["build/out.py", "src/left.log"]).And.NotContain("secret.key");

    [Theory]
    [InlineData("""{"pattern": "x + 1"}""", 0)]
    [InlineData("""{"pattern": "x + 1", "literal": true}""", 1)]
    [InlineData("""{"pattern": "VALUE", "path": "src/part.py"}""", 0)]
    [InlineData("""{"pattern": "VALUE", "path": "src/part.py", "ignore_case": true}""", 1)]
    [InlineData("""{"pattern": "-e", "path": "src/part.py"}""", 0)]
    [InlineData("""{"pattern": "__pycache__"}""", 1)]
    [InlineData("""{"pattern": "^def (\\w+)\\("}""", 2)]
    [InlineData("""{"pattern": "(?<=part\\.)value"}""", 1)]
    [InlineData("""{"pattern": "return$"}""", 0)]
    public async Task Patterns_are_expressions_or_plain_text(string arguments, int matches)
    {
        var observation = await GrepAsync(arguments);
        observation.Data!["matches"]!.GetValue<int>().Should().Be(matches);
        if (matches == 0) observation.Text.Should().StartWith("No matches found for pattern");
    }

    [Fact]
    public async Task Lines_around_a_match_are_shown_once()
    {
        _project.Write("long.txt", string.Concat(Enumerable.Range(1, 20).Select(i => $"{(i is 5 or 7 or 15 ? "hit" : "line")} {i}\n")));
        (await GrepAsync("""{"pattern": "hit", "path": "long.txt", "context": 1}""")).Text.Should().Be("""
            Found 3 matches:

            === long.txt ===
               4- line 4
               5: hit 5
               6- line 6
               7: hit 7
               8- line 8
              --
              14- line 14
              15: hit 15
              16- line 16
            """);
    }

    [Fact]
    public async Task What_is_shown_is_bounded_and_what_matches_is_counted()
    {
        _project.Write("many.txt", string.Concat(Enumerable.Repeat("needle\n", 5000))).Write("wide.txt", "needle" + new string('w', 1000) + "\n");
        var observation = await GrepAsync("""{"pattern": "needle", "max_results": 10}""");
        observation.Text.Should().StartWith("Showing first 10 of 5001 matches in 2 files (search limit reached):");
        observation.Text.Split('\n').Count(line => line.EndsWith("needle", StringComparison.Ordinal)).Should().Be(10);
        (await GrepAsync("""{"pattern": "needle", "max_results": null}""")).Data!["shown"]!.GetValue<int>().Should().Be(100);
        (await GrepAsync("""{"pattern": "needle", "path": "wide.txt"}""")).Text.Should().EndWith("   1: needle" + new string('w', 294) + "...");
    }

    [Fact]
    public async Task Where_no_count_is_wanted_the_search_ends_with_the_last_line_shown()
    {
        for (var i = 0; i < 300; i++) _project.Write($"many/file{i:000}.txt", string.Concat(Enumerable.Repeat("needle\n", 50)));
        for (var round = 0; round < 5; round++)
        {
            var observation = await GrepAsync("""{"pattern": "needle", "path": "many", "count": false, "max_results": 120}""");
            observation.Failed.Should().BeFalse();
            observation.Text.Should().StartWith("Showing first 120 matches; there are more, which were not counted:").And.NotContain("Not searched");
            FilesIn(observation).Should().Equal("many/file000.txt", "many/file001.txt", "many/file002.txt");
            observation.Data!["matches"]!.GetValue<int>().Should().Be(120);
            observation.Data["complete"]!.GetValue<bool>().Should().BeFalse();
        }

        (await GrepAsync("""{"pattern": "needle", "path": "many/file007.txt", "count": false, "max_results": 50}""")).Text.Should().StartWith("Found 50 matches:");
        (await GrepAsync("""{"pattern": "value", "count": false}""")).Text.Should().StartWith("Found 6 matches:");
    }

    [Theory]
    [InlineData("NEEDLE", "a Needle\n", 1)]
    [InlineData("kelvin", "300 \u212Aelvin\nKELVIN\n", 2)]
    [InlineData("gr\u00FC\u00DFe", "GR\u00DC\u00DFE\n", 1)]
    [InlineData("one|TWO", "Two\nthree\nONE\n\u00E9 one\n", 3)]
    [InlineData("[a-z]+ING\\b", "Singing\nsingings\n", 1)]
    public async Task Case_is_ignored_in_all_of_a_pattern(string pattern, string text, int matches)
    {
        _project.Write("cases/file.txt", text);
        (await _project.CallAsync(new JsonObject { ["pattern"] = pattern, ["path"] = "cases", ["ignore_case"] = true })).Data!["matches"]!.GetValue<int>().Should().Be(matches);
    }

    [Fact]
    public async Task A_pattern_that_explodes_elsewhere_ends_in_time()
    {
        _project.Write("evil.txt", new string('a', 40_000) + "!\n");
        var clock = Stopwatch.StartNew();
        (await GrepAsync("""{"pattern": "^(a+)+$", "path": "evil.txt"}""")).Data!["matches"]!.GetValue<int>().Should().Be(0);
        (await GrepAsync("""{"pattern": "^(a+)+\\1$", "path": "evil.txt"}""")).Text.Should().Contain("1 line took too long to match");
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_pattern_that_explodes_late_in_a_long_search_ends_in_time_too()
    {
        _project.Write("many.txt", string.Concat(Enumerable.Repeat("aaaa\nb\n", 30_000)) + string.Concat(Enumerable.Repeat(new string('a', 40_000) + "!\n", 20)) + "aa\n");
        var clock = Stopwatch.StartNew();
        (await GrepAsync("""{"pattern": "^(a+)+$", "path": "many.txt"}""")).Data!["matches"]!.GetValue<int>().Should().Be(30_001);
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_said()
    {
        await using var project = new Project(new GrepTool(new GrepOptions { MaxFileBytes = 100 }, TimeProvider.System)).Write("big.txt", new string('x', 101)).Write("small.txt", "x\n");
        (await project.CallAsync(new JsonObject { ["pattern"] = "x" })).Text.Should().Contain("=== small.txt ===").And.EndWith("Not searched: 1 file of more than 100 bytes.");
    }

    [Fact]
    public async Task Links_are_not_followed_in_circles_or_out()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links are tested on Unix systems.");
        Directory.CreateSymbolicLink(_project.At("src/circle"), "..");
        Directory.CreateSymbolicLink(_project.At("etc"), "/etc");
        FilesIn(await GrepAsync("""{"pattern": "value"}""")).Should().HaveCount(6).And.OnlyHaveUniqueItems();
        FilesIn(await GrepAsync("""{"pattern": "root"}""")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_folder_that_may_not_be_read_is_passed_by_and_said()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.UserName == "root", "Modes are no bar to this user.");
        if (OperatingSystem.IsWindows()) return;
        _project.Write("src/closed/part.py", "value = 3\n");
        File.SetUnixFileMode(_project.At("src/closed"), UnixFileMode.None);
        try
        {
            var observation = await GrepAsync("""{"pattern": "value"}""");
            observation.Data!["matches"]!.GetValue<int>().Should().Be(6);
            observation.Text.Should().EndWith("Not searched: 1 binary file, 1 unreadable folder.");
        }
        finally
        {
            File.SetUnixFileMode(_project.At("src/closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task A_folder_that_vanishes_meanwhile_is_passed_by_and_said()
    {
        var observation = await new GrepTool(new GrepOptions(), TimeProvider.System).CallAsync(
            new ToolCall("1", "grep", new JsonObject { ["pattern"] = "value" }), new UnreadableFolderSession(_project.Workspace, "src/deep"), default);
        observation.Data!["matches"]!.GetValue<int>().Should().Be(5);
        observation.Text.Should().EndWith("Not searched: 1 binary file, 1 unreadable folder.");
    }

    [Theory]
    [InlineData("r.turn", 2)]
    [InlineData("retu?r", 2)]
    [InlineData("return{0,1} p*art", 1)]
    [InlineData("(?i)RETURN", 2)]
    [InlineData("nothing|return", 2)]
    [InlineData("(a|return) part", 1)]
    [InlineData("(return )part", 1)]
    [InlineData("value = 2|import part", 2)]
    [InlineData("^nothing|[|]x|\\|y|r(u|e)turn x", 1)]
    [InlineData("nothing|", 7)]
    [InlineData("value(=|[(]x)|absent", 1)]
    [InlineData("[(]x[)]:", 1)]
    [InlineData("[]x]\\):", 1)]
    [InlineData("\\x72eturn", 2)]
    [InlineData("\\breturn\\s+x\\b", 1)]
    [InlineData("x \\+ 1", 1)]
    [InlineData("return x + 1", 0)]
    public async Task A_pattern_finds_what_it_means_however_it_is_written(string pattern, int matches) =>
        (await _project.CallAsync(new JsonObject { ["pattern"] = pattern, ["path"] = "*.py" })).Data!["matches"]!.GetValue<int>().Should().Be(matches);

    [Fact]
    public async Task Encodings_and_line_endings_make_no_difference()
    {
        _project.Write("texts/utf16.txt", [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("one\r\nneedle é\r\n")])
            .Write("texts/latin.txt", [.. "needle "u8, 0xE9, 10])
            .Write("texts/marked.txt", [0xEF, 0xBB, 0xBF, .. "needle é"u8])
            .Write("texts/utf8.txt", "x\nneedle é\r\n\n");
        foreach (var pattern in new[] { "needle é", "^needle é$", "n[e]edle \\w$" })
        {
            var observation = await _project.CallAsync(new JsonObject { ["pattern"] = pattern, ["path"] = "texts" });
            observation.Text.Should().Be("""
                Found 4 matches:

                === texts/latin.txt ===
                   1: needle é

                === texts/marked.txt ===
                   1: needle é

                === texts/utf16.txt ===
                   2: needle é

                === texts/utf8.txt ===
                   2: needle é
                """, pattern);
        }
    }

    [Fact]
    public async Task The_answer_is_the_same_each_time()
    {
        for (var i = 0; i < 200; i++) _project.Write($"many/file{i:000}.txt", string.Concat(Enumerable.Repeat($"needle {i}\nother\n", 1 + (i % 3))));
        var first = (await GrepAsync("""{"pattern": "needle", "max_results": 150, "context": 1}""")).Text;
        first.Should().StartWith("Showing first 150 of 399 matches in 200 files");
        for (var i = 0; i < 20; i++) (await GrepAsync("""{"pattern": "needle", "max_results": 150, "context": 1}""")).Text.Should().Be(first);
    }

    [Theory]
    [InlineData("""{"pattern": ""}""", "Pattern cannot be empty.")]
    [InlineData("""{"pattern": "(unclosed"}""", "Invalid regex pattern")]
    [InlineData("""{"pattern": "x", "path": "none"}""", "`none` does not exist")]
    [InlineData("""{"pattern": "x", "path": "/etc"}""", "leads outside")]
    [InlineData("""{"pattern": "x", "path": "../*.py"}""", "leads outside")]
    [InlineData("""{"pattern": "x", "path": "secret.key"}""", "does not exist")]
    [InlineData("""{"pattern": "x", "max_results": 0}""", "from 1 to")]
    [InlineData("""{"pattern": "x", "context": -1}""", "from 0 to")]
    [InlineData("""{"path": "src"}""", "'pattern' is missing")]
    public async Task What_cannot_be_searched_is_explained(string arguments, string explanation)
    {
        var observation = await GrepAsync(arguments);
        observation.Failed.Should().BeTrue();
        observation.Text.Should().Contain(explanation);
    }

    private Task<Observation> GrepAsync(string arguments) => _project.CallAsync(JsonNode.Parse(arguments)!.AsObject());

    private static IEnumerable<string> FilesIn(Observation observation) =>
        observation.Text.Split('\n').Where(line => line.StartsWith("=== ", StringComparison.Ordinal)).Select(line => line[4..^4]);
}
