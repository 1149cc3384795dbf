using System.Diagnostics;
using CsCheck;
using Tessera.Agents.Solution;
using Tessera.Sdk.Agents;

namespace Tessera.Agents.Tests.Solution;

/// <summary>Differences that git writes of random changes lead where git leads: to the changed file.</summary>
public sealed class GitAgreementSpecs : IDisposable
{
    private static readonly string[] _lines = ["", " ", "x", "    return x", "-- a", "++ b", "@@ -1 +1 @@", "\\ No", "diff --git a/x b/x", "ü\f"];

    private readonly string _folder = Directory.CreateTempSubdirectory("tessera-agents-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Whatever_git_writes_is_applied_as_git_applies_it()
    {
        if (!IsThere("git")) Environment.GetEnvironmentVariable("CI").Should().BeNullOrEmpty("git is not installed");
        Assert.SkipUnless(IsThere("git"), "git is not installed.");
        var line = Gen.Int[0, _lines.Length - 1].Select(number => _lines[number]);
        var text = Gen.Select(line.List[0, 24], Gen.Bool, Gen.Bool, (lines, windows, open) =>
            lines.Count == 0 ? "" : string.Join(windows ? "\r\n" : "\n", lines) + (open && lines[^1].Length > 0 ? "" : windows ? "\r\n" : "\n"));
        var changes = Gen.Select(Gen.Int[0, 40], Gen.Int[0, 3], line.List[0, 3]).List[1, 4];
        Gen.Select(text, changes, Gen.Int[1, 4]).Sample(
            (before, edits, context) =>
            {
                // A file keeps its own line endings, also through a change that leaves a single line without one.
                var ending = before.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
                var after = edits.Aggregate(before, (current, edit) => Change(current, ending, edit.Item1, edit.Item2, edit.Item3));
                if (before == after || after.Length == 0) return;
                var patch = Difference(before, after, context);
                AppliedByGit(before, patch).Should().Be(after, patch);
                var project = new InMemoryProject("rewrite") { Files = { ["x"] = before } };
                var outcome = new SolutionAgent().RunAsync(project, new AgentTask { Instructions = "", Solution = patch, MaxSteps = 1000 }, default).GetAwaiter().GetResult();
                outcome.Reason.Should().Be(AgentStopReason.Done, "{0}\n{1}", outcome.Message, patch);
                WithoutEnd(project.Files["x"]).Should().Be(WithoutEnd(after), patch);
            },
            iter: 60, threads: 1);
    }

    private static string Change(string text, string ending, int at, int count, List<string> lines)
    {
        var open = text.Length > 0 && !text.EndsWith('\n');
        var all = text.Length == 0 ? [] : (open ? text : text[..^ending.Length]).Split(ending).ToList();
        at = Math.Min(at, all.Count);
        all.RemoveRange(at, Math.Min(count, all.Count - at));
        all.InsertRange(at, lines);
        return all.Count == 0 ? "" : string.Join(ending, all) + (open && all[^1].Length > 0 ? "" : ending);
    }

    private string Difference(string before, string after, int context)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "a"));
        Directory.CreateDirectory(Path.Combine(_folder, "b"));
        File.WriteAllText(Path.Combine(_folder, "a", "x"), before);
        File.WriteAllText(Path.Combine(_folder, "b", "x"), after);
        return Run("git", "diff", "--no-index", "--no-prefix", "--no-ext-diff", "--text", $"-U{context}", "a/x", "b/x");
    }

    private string AppliedByGit(string before, string patch)
    {
        File.WriteAllText(Path.Combine(_folder, "x"), before);
        File.WriteAllText(Path.Combine(_folder, "patch"), patch);
        Run("git", "apply", "--whitespace=nowarn", "patch");
        return File.ReadAllText(Path.Combine(_folder, "x"));
    }

    // The tool leaves a file's end as it was.
    private static string WithoutEnd(string text) => text.TrimEnd('\r', '\n');

    private string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
