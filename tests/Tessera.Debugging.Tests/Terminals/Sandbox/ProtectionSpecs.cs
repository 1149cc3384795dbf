using Tessera.Debugging.Tasks;
using Tessera.Debugging.Terminals.Sandbox;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Tests.Terminals.Sandbox;

/// <summary>What the workspace protects, a sandbox's programs cannot change or read either.</summary>
public sealed class ProtectionSpecs
{
    [Fact]
    public async Task A_read_only_file_cannot_be_changed_replaced_or_moved_away_with_its_folder()
    {
        await using var confined = await Confined.NewAsync();
        confined.Write("pkg/tests/test_a.py", "original").Write("pkg/tests/free.py", "x").Write("main.py", "x").Protect(["test_*.py"]);
        var result = await confined.RunAsync("""
            cd pkg/tests; echo bad > test_a.py; rm -f test_a.py; mv test_a.py b.py; chmod 777 test_a.py; ln -sf /dev/null test_a.py; sed -i s/o/x/ test_a.py
            cd ../..; mv pkg/tests pkg/old; mv pkg old; rm -rf pkg
            python3 -c 'import os; os.replace("main.py", "pkg/tests/test_a.py")'
            cat pkg/tests/test_a.py
            """);
        result.Output.Should().EndWith("original");
        (await File.ReadAllTextAsync(confined.At("pkg/tests/test_a.py"))).Should().Be("original");
        File.Exists(confined.At("pkg/tests/free.py")).Should().BeFalse("what is not protected may go");
    }

    [Fact]
    public async Task A_hidden_file_cannot_be_opened_and_is_no_file_to_programs()
    {
        await using var confined = await Confined.NewAsync();
        confined.Write("key.txt", "open sesame").Write("vault/deep/a.txt", "open sesame").Write("main.py", "x").Protect([], ["key.txt", "vault/"]);
        var result = await confined.RunAsync("cat key.txt; cp key.txt copy; test -f key.txt && echo file; ls -A vault; echo x > vault/b; echo x > key.txt; rm -rf vault key.txt; grep -r sesame . ; echo end");
        result.Output.Should().NotContain("sesame\n").And.NotContain("file\n").And.EndWith("end\n");
        (await File.ReadAllTextAsync(confined.At("key.txt"))).Should().Be("open sesame");
        Directory.GetFiles(confined.At("vault"), "*", SearchOption.AllDirectories).Should().Equal(confined.At("vault/deep/a.txt"));
    }

    [Fact]
    public async Task A_hidden_file_in_a_read_only_folder_is_hidden_and_links_are_left_alone()
    {
        await using var confined = await Confined.NewAsync();
        confined.Write("tests/test_a.py", "original").Write("tests/solution.txt", "open sesame").Write("main.py", "x").Protect(["tests/", "*.lnk"], ["solution.txt"]);
        File.CreateSymbolicLink(confined.At("a.lnk"), "/etc/hostname");
        var result = await confined.RunAsync("cat tests/solution.txt; echo bad > tests/test_a.py; touch tests/new.py; mv tests old; cat tests/test_a.py");
        result.Output.Should().NotContain("sesame").And.EndWith("original");
        Directory.GetFiles(confined.At("tests")).Should().HaveCount(2);
    }

    [Fact]
    public async Task The_rules_of_the_project_itself_hold_for_its_programs_and_are_hidden_from_them()
    {
        await using var confined = await Confined.NewAsync();
        confined.Write(".debugreadonly", "test_*.py\n!test_free.py\n!test_mine.py\n").Write(".debugignore", "answers/\n!secret.txt\n");
        confined.Write("test_a.py", "original").Write("test_free.py", "x").Write("test_mine.py", "original").Write("answers/a.txt", "open sesame").Write("secret.txt", "open sesame");
        confined.Protect(["test_mine.py"], ["secret.txt"]);
        var result = await confined.RunAsync("""
            echo bad > test_a.py; echo bad > test_mine.py; echo good > test_free.py; echo '*' > .debugreadonly; rm -f .debugignore .debugreadonly
            cat answers/a.txt secret.txt .debugignore .debugreadonly; cat test_a.py test_mine.py test_free.py
            """);
        result.Output.Should().NotContain("sesame").And.NotContain("answers/\n").And.EndWith("originaloriginalgood\n");
        foreach (var file in new[] { ".debugreadonly", ".debugignore" }) (await File.ReadAllTextAsync(confined.At(file))).Should().StartWith(file == ".debugignore" ? "answers/" : "test_");
    }

    [Fact]
    public async Task What_is_protected_through_a_link_is_protected_where_it_stands()
    {
        await using var confined = await Confined.NewAsync();
        confined.Write("shared/tests/test_a.py", "original").Write("kept/answer.txt", "open sesame").Write("shared/free.py", "x").Protect(["tests/"], ["answers"]);
        Directory.CreateSymbolicLink(confined.At("tests"), "shared/tests");
        Directory.CreateSymbolicLink(confined.At("answers"), "kept");
        var result = await confined.RunAsync("echo bad > shared/tests/test_a.py; echo bad > tests/test_a.py; mv shared old; cat kept/answer.txt answers/answer.txt; echo y > shared/free.py; cat shared/tests/test_a.py");
        result.Output.Should().NotContain("sesame").And.EndWith("original");
        (await File.ReadAllTextAsync(confined.At("shared/free.py"))).Should().Be("y\n");
    }

    [Fact]
    public async Task The_programs_of_an_agent_at_an_exercise_do_not_see_its_solution()
    {
        await using var confined = await Confined.NewAsync();
        confined.Write("task/.meta/config.json", """{ "files": { "solution": ["leap.py"], "test": ["leap_test.py"], "example": [".meta/example.py"] } }""");
        confined.Write("task/.meta/example.py", "# open sesame\n").Write("task/.docs/instructions.md", "Say it.").Write("task/leap.py", "pass\n").Write("task/leap_test.py", "import unittest\n");
        var task = DebugTasks.Read(confined.At("task")).Single();
        await using var workspace = FolderWorkspace.CopyOf(task.Project, confined.At("copy"), new FolderWorkspaceOptions { ReadOnly = task.ReadOnly, Hidden = task.Hidden });
        await using var terminal = new SandboxTerminalProvider(new SandboxOptions(), TimeProvider.System).Open(workspace.SiteForAgents(new Dictionary<string, string>()));

        var result = await terminal.RunAsync(Confined.Script($"cat .meta/example.py {task.Project}/.meta/example.py; grep -r sesame . ; ls -A .meta; echo bad > leap_test.py; echo x > leap.py && cat leap_test.py leap.py"), default);

        result.Output.Should().NotContain("sesame\n").And.NotContain("example.py\n").And.EndWith("import unittest\nx\n");
    }

    [Fact]
    public async Task A_protected_file_that_is_gone_does_not_hinder()
    {
        await using var confined = await Confined.NewAsync();
        confined.Write("tests/test_a.py", "x").Write("b/key.txt", "x").Protect(["test_*"], ["key.txt"]);
        (await confined.RunAsync("echo one")).Output.Should().Be("one\n");
        Directory.Delete(confined.At("tests"), recursive: true);
        File.Delete(confined.At("b/key.txt"));
        File.CreateSymbolicLink(confined.At("b/key.txt"), "/etc/passwd");
        (await confined.RunAsync("echo two")).Output.Should().Be("two\n");
    }

    [Fact]
    public async Task Too_many_files_to_protect_one_by_one_are_refused_with_what_to_do()
    {
        await using var confined = await Confined.NewAsync();
        for (var i = 0; i < 300; i++) confined.Write($"tests/test_{i}.py", "");
        FluentActions.Invoking(() => confined.Protect(["test_*.py"]).Terminal).Should().Throw<TesseraException>().Which.Diagnostics.Should().ContainSingle(fault => fault.Id == "TESS4115");
        (await confined.Protect(["tests/"]).RunAsync("echo x > tests/test_1.py || echo refused")).Output.Should().EndWith("refused\n");
    }

    [Fact]
    public async Task A_folder_of_the_system_and_a_path_that_is_not_there_are_refused()
    {
        await Requirements.SandboxAsync();
        foreach (var folder in new[] { "/", "/usr", "/etc", "/tmp", "/proc/self" })
            FluentActions.Invoking(() => new SandboxTerminalProvider(new SandboxOptions(), TimeProvider.System).Open(new TerminalSite { Folder = folder })).Should().Throw<TesseraException>().Which.Diagnostics.Should().ContainSingle(fault => fault.Id == "TESS4114");
        await using var confined = await Confined.NewAsync(new SandboxOptions { ReadOnlyPaths = ["/no/such"] });
        FluentActions.Invoking(() => confined.Terminal).Should().Throw<TesseraException>().Which.Diagnostics.Should().ContainSingle(fault => fault.Id == "TESS4116");
    }
}
