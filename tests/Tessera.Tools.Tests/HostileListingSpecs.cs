using System.Text.Json.Nodes;
using CsCheck;
using Tessera.Debugging.Workspaces;
using Tessera.Sdk.Tools;
using Tessera.Tools.ListDir;

namespace Tessera.Tools.Tests;

/// <summary>Whatever path is given: it is answered, and what is outside is not shown.</summary>
public sealed class HostileListingSpecs
{
    private static readonly string[] _paths =
    [
        "", ".", "..", "/", "//", "~", "a", "a/b", "loop", "away", "self", "vault.key", "x\0y", "\ud800", "*", "-rf", "C:\\", "file:///etc", "./././a", "a/../..", "/proc/self/root", "/dev/stdin",
        new string('x', 100_000), string.Concat(Enumerable.Repeat("../", 5000)), string.Concat(Enumerable.Repeat("loop/", 900)),
    ];

    private static readonly string[] _starts = ["../", "a//", "loop/", "away/", "/", "./", "a\\"];

    private static readonly Gen<string> _path = Gen.OneOf(
        Gen.Int[0, _paths.Length - 1].Select(i => _paths[i]),
        Gen.Select(Gen.Int[0, _starts.Length - 1], Gen.String[0, 30], (start, rest) => _starts[start] + rest),
        Gen.String[0, 300]);

    [Fact]
    public async Task Any_path_and_depth_is_answered_from_inside_the_workspace()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links and pipes are made as on Unix systems.");
        await using var project = new Project(new ListDirTool(new ListDirOptions()), new FolderWorkspaceOptions { Hidden = ["*.key"] }).Write("a/b/c.py", "x").Write("vault.key/inner", "x");
        Directory.CreateSymbolicLink(project.At("loop"), project.Root);
        Directory.CreateSymbolicLink(project.At("away"), "/etc");
        Directory.CreateSymbolicLink(project.At("self"), project.At("self"));
        await Gen.Select(_path, Gen.Int[-2, 25]).SampleAsync(async (path, depth) =>
        {
            var observation = await project.CallAsync(new JsonObject { ["path"] = path, ["depth"] = depth });
            return observation.Text.Length is > 0 and <= Observation.TextLimit
                && !observation.Text.Contains("passwd", StringComparison.Ordinal) && !observation.Text.Contains("inner", StringComparison.Ordinal);
        }, iter: 2000, threads: 1);
    }
}
