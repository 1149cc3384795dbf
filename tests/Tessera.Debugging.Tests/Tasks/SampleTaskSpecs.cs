using System.Diagnostics;
using Tessera.Debugging.Evaluations;
using Tessera.Debugging.Tasks;
using Tessera.Debugging.Terminals;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Evaluations;
using Tessera.Sdk.Workspaces;
using Tessera.Tests;

namespace Tessera.Debugging.Tests.Tasks;

/// <summary>The samples are sound: some of their tests fail, the others pass, and after the known solution all pass.</summary>
public sealed class SampleTaskSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SampleTaskSpecs() => Requirements.Python();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_sample_is_tried_here() =>
        new[] { "tasks", "tasks-debug-gym", "tasks-exercism" }
            .SelectMany(folder => DebugTasks.Read(Path.Combine(Repository.Samples, folder)).Select(task => $"{folder}/{task.Name}"))
            .Should().BeEquivalentTo(SampleTasks.FailingTests.Keys);

    [Theory]
    [MemberData(nameof(SampleTasks.All), MemberType = typeof(SampleTasks))]
    public async Task Just_the_tests_that_show_the_fault_fail(string place)
    {
        var task = SampleTasks.Read(place);
        await using var workspace = Copy(task);

        var result = await EvaluateAsync(task, workspace);

        result.Passed.Should().BeFalse();
        result.Tests!.Where(test => test.Verdict == TestVerdict.Failed).Select(test => test.Name.Split('.')[^1]).Should().BeEquivalentTo(SampleTasks.FailingTests[place]);
        result.Tests!.Should().NotContain(test => test.Verdict == TestVerdict.Skipped);
    }

    [Theory]
    [MemberData(nameof(SampleTasks.Solved), MemberType = typeof(SampleTasks))]
    public async Task The_known_solution_makes_all_tests_pass(string place)
    {
        Requirements.Program("git");
        var task = SampleTasks.Read(place);
        await using var workspace = Copy(task);
        ApplyWithGit(task.Solution!, workspace.Root);

        var result = await EvaluateAsync(task, workspace);

        result.Passed.Should().BeTrue(result.Output);
        result.Tests!.Should().OnlyContain(test => test.Verdict == TestVerdict.Passed).And.HaveCountGreaterThan(SampleTasks.FailingTests[place].Length - 1);
    }

    [Fact]
    public async Task The_sample_of_debug_gym_can_be_solved()
    {
        var task = SampleTasks.Read("tasks-debug-gym/word-ladder");
        await using var workspace = Copy(task);
        var file = Path.Combine(workspace.Root, "ladder.py");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("if other not in before:", "if other != start and other not in before:"));
        (await EvaluateAsync(task, workspace)).Passed.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(SampleTasks.All), MemberType = typeof(SampleTasks))]
    public async Task No_test_may_be_changed_and_the_faulty_code_may(string place)
    {
        var task = SampleTasks.Read(place);
        await using var workspace = Copy(task);
        var files = Directory.GetFiles(workspace.Root, "*.py", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(workspace.Root, file).Replace('\\', '/')).Where(file => !file.StartsWith('.')).ToList();
        var tests = files.Where(file => file.Contains("test", StringComparison.Ordinal)).ToList();

        tests.Should().NotBeEmpty();
        foreach (var test in tests) workspace.AccessTo(workspace.Resolve(test)).Should().NotBe(WorkspaceAccess.ReadWrite, test);
        foreach (var code in files.Except(tests)) workspace.AccessTo(workspace.Resolve(code)).Should().Be(WorkspaceAccess.ReadWrite, code);
    }

    [Theory]
    [MemberData(nameof(SampleTasks.All), MemberType = typeof(SampleTasks))]
    public async Task A_protected_test_that_was_emptied_all_the_same_is_put_back_and_fails(string place)
    {
        var task = SampleTasks.Read(place);
        await using var workspace = Copy(task);
        var tests = Directory.GetFiles(workspace.Root, "*test*.py", SearchOption.AllDirectories);
        foreach (var test in tests) await File.WriteAllTextAsync(test, "import unittest\n\n\nclass Nothing(unittest.TestCase):\n    def test(self):\n        pass\n");

        var result = await EvaluateAsync(task, workspace);

        result.Passed.Should().BeFalse();
        result.PutBack.Should().HaveCount(tests.Length);
        result.Tests!.Count(test => test.Verdict == TestVerdict.Failed).Should().Be(SampleTasks.FailingTests[place].Length);
    }

    private FolderWorkspace Copy(DebugTask task) =>
        FolderWorkspace.CopyOf(task.Project, _folder.At("project"), new FolderWorkspaceOptions { ReadOnly = task.ReadOnly, Hidden = task.Hidden }, default);

    private static async Task<EvaluationResult> EvaluateAsync(DebugTask task, FolderWorkspace workspace)
    {
        await using var terminal = new LocalTerminal(new LocalTerminalOptions { WorkingFolder = workspace.Root });
        return await new ProjectCheck(task.Evaluate, task.EvaluationTimeout) { PutBack = token => ProtectedFiles.PutBack(PathResolver.RealPath(task.Project), workspace, token) }
            .RunAsync(terminal, default);
    }

    private static void ApplyWithGit(string patch, string folder)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["apply", "--whitespace=nowarn"]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardError = true })!;
        git.StandardInput.Write(patch);
        git.StandardInput.Close();
        var said = git.StandardError.ReadToEnd();
        git.WaitForExit();
        git.ExitCode.Should().Be(0, said);
    }
}
