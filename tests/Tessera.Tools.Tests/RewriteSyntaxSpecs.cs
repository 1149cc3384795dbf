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
