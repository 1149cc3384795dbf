using CliWrap;
using CliWrap.Buffered;
using Tessera.Tests;
using Tessera.Tools.Rewrite;

namespace Tessera.Tools.Tests;

/// <summary>An edit that breaks a Python file is told of, and kept: the next edit may be the other half of it.</summary>
public sealed class RewriteSyntaxSpecs
{
    // What is told is looked at, not how soon: a busy machine may take seconds to start Python.
    private static Project New() => RewriteTogether.New(new RewriteOptions { SyntaxCheckMilliseconds = 30_000 });

    [Theory]
    [InlineData("def f(:", "SyntaxError: ", 1)]
    [InlineData("return 1", "SyntaxError: 'return' outside function", 1)]
    [InlineData("if True:\n", "IndentationError: ", 1)]
    public async Task A_file_that_does_not_compile_is_told_of_with_the_line(string code, string problem, int line)
    {
        InstalledPython.Require();
        await using var project = New().Write("a.py", "x = 1\n");

        var observation = await project.Rewrite("a.py", 1, 1, code);

        observation.Failed.Should().BeFalse();
        observation.Text.Should().Contain($"\nThe file is not valid Python now: {problem}");
        ((int)observation.Data!["syntaxError"]!["line"]!).Should().BeGreaterThanOrEqualTo(line);
        project.Read("a.py").Should().StartWith(code);
    }

    [Fact]
    public async Task A_mended_file_is_told_of_no_more_and_nothing_of_it_was_run()
    {
        InstalledPython.Require();
        await using var project = New().Write("a.py", "open('ran', 'w')\n");
        (await project.Rewrite("a.py", 2, 2, "x = (")).Text.Should().Contain("'(' was never closed");
        (await project.Rewrite("a.py", 2, 2, "x = ()")).Text.Should().NotContain("not valid");
        (await project.Undo("a.py")).Text.Should().Contain("not valid Python now");
        File.Exists(project.At("ran")).Should().BeFalse();
    }

    /// <summary>A file that compiled is asked after by the part that was edited: what that part cannot tell is told all the same.</summary>
    [Theory]
    [InlineData("", 9, "global name_0", "name 'name_0' is assigned to before global declaration")]
    [InlineData("if True:\n    global late\n", 1, "late = 1", "name 'late' is assigned to before global declaration")]
    [InlineData("", 9, "from __future__ import annotations", "from __future__ imports must occur at the beginning of the file")]
    [InlineData("", 9, "else:\n    pass", "invalid syntax")]
    [InlineData("", 9, "last = 1 + \\", "cannot assign to expression")]
    [InlineData("", 9, "def unfinished():", "expected an indented block")]
    [InlineData("", 9, "name = \"\"\"", "unterminated")]
    public async Task A_small_edit_of_a_file_that_compiled_is_told_of_as_well(string end, int line, string code, string problem)
    {
        InstalledPython.Require();
        var names = string.Concat(Enumerable.Range(0, 20).Select(i => FormattableString.Invariant($"name_{i} = {i}\n")));
        await using var project = New().Write("a.py", names + end);
        (await project.Rewrite("a.py", 12, 12, "name_11 = 'eleven'")).Text.Should().NotContain("not valid");
        (await project.Rewrite("a.py", 12, 12, "name_11 = 'twelve'")).Text.Should().NotContain("not valid");

        (await project.Rewrite("a.py", line, line, code)).Text.Should().Contain("\nThe file is not valid Python now: ").And.Contain(problem);

        (await project.Undo("a.py")).Text.Should().NotContain("not valid");
    }

    [Fact]
    public async Task What_is_told_from_a_part_is_what_the_whole_file_says_over_thousands_of_random_edits()
    {
        InstalledPython.Require();
        var told = await Cli.Wrap("python3")
            .WithArguments([Path.Combine(Repository.Root, "tests/Tessera.Tools.Tests/programs/random_edits.py"), Path.Combine(Repository.Root, "plugins/tools/rewrite/driver"), "1", "150"])
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        told.StandardOutput.Should().MatchRegex("^3000 edits, [0-9]+ valid, [1-9][0-9]{2} told from the part, 0 wrong\n$", told.StandardError);
    }

    [Fact]
    public async Task The_files_own_encoding_is_that_of_the_check()
    {
        InstalledPython.Require();
        await using var project = New().Write("a.py", [.. "# -*- coding: latin-1 -*-\nx = '"u8, 0xE9, .. "'\n"u8]);
        (await project.Rewrite("a.py", 3, 3, "y = 'ü'")).Text.Should().NotContain("not valid");
    }

    [Fact]
    public async Task A_Python_that_is_slow_to_start_answers_the_next_question()
    {
        InstalledPython.Require();
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The slow Python is a script of a Unix shell.");
        var folder = Directory.CreateTempSubdirectory("tessera-tools-");
        var python = Path.Combine(folder.FullName, "python3");
        await File.WriteAllTextAsync(python, "#!/bin/sh\nsleep 3\nexec python3 \"$@\"\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(python, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var project = new Project(new RewriteTool(new RewriteOptions { SyntaxCheckMilliseconds = 2_000 }, TimeProvider.System), evaluate: [python, "main.py"]);

        (await project.Rewrite("a.py", null, null, "def f(:\n")).Text.Should().NotContain("not valid");
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);

        (await project.Rewrite("a.py", null, null, "def g(:\n")).Text.Should().Contain("not valid Python now");
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("a.txt", 1000, "python3")]
    [InlineData("a.py", 0, "python3")]
    [InlineData("a.py", 1000, "python3.99")]
    public async Task Where_nobody_can_or_should_tell_nothing_is_said(string path, int milliseconds, string python)
    {
        await using var project = new Project(new RewriteTool(new RewriteOptions { SyntaxCheckMilliseconds = milliseconds }, TimeProvider.System), evaluate: [python, "main.py"]);
        for (var i = 0; i < 5; i++)
        {
            var observation = await project.Rewrite(path, null, null, $"def f({i}:\n");
            (observation.Failed, observation.Text.Contains("not valid", StringComparison.Ordinal)).Should().Be((false, false));
        }
    }
}
