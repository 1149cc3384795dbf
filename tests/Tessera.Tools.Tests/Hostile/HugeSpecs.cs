using System.Text.Json.Nodes;

namespace Tessera.Tools.Tests.Hostile;

/// <summary>Huge lines, files, names and arguments: each call is answered within its bounds.</summary>
public sealed class HugeSpecs
{
    private const int Millions = 3_000_000;

    [Fact]
    public async Task A_huge_line_is_shown_searched_and_replaced_within_bounds()
    {
        await using var ground = Ground.Open();
        ground.Write("line.txt", new string('a', Millions)).Write("line.py", "x = '" + new string('b', Millions) + "'\n");
        foreach (var file in new[] { "line.txt", "line.py" })
        {
            await ground.CallAsync("view", new JsonObject { ["path"] = file });
            foreach (var pattern in new[] { "a", "a$", "(a+)+b", "(.)\\1{5}c", "^.*b.*$" }) await ground.CallAsync("grep", new JsonObject { ["pattern"] = pattern, ["path"] = file, ["context"] = 1 });
            await ground.CallAsync("rewrite", new JsonObject { ["path"] = file, ["start"] = 1, ["new_code"] = new string('c', Millions), ["expected"] = new string('d', Millions) });
            await ground.CallAsync("rewrite", new JsonObject { ["path"] = file, ["start"] = 1, ["new_code"] = new string('c', Millions) });
            await ground.CallAsync("rewrite", new JsonObject { ["path"] = file, ["undo"] = true });
        }
    }

    [Fact]
    public async Task Files_of_millions_of_lines_and_without_end_are_shown_and_searched_within_bounds()
    {
        await using var ground = Ground.Open();
        ground.Write("empty lines.txt", new string('\n', Millions));
        using (var sparse = File.Create(ground.At("sparse.bin"))) sparse.SetLength(1L << 40);
        foreach (var file in new[] { "empty lines.txt", "sparse.bin" })
        {
            await ground.CallAsync("view", new JsonObject { ["path"] = file, ["start"] = Millions - 10 });
            await ground.CallAsync("view", new JsonObject { ["path"] = file });
            await ground.CallAsync("grep", new JsonObject { ["pattern"] = "^$", ["path"] = file, ["max_results"] = 100_000 });
            await ground.CallAsync("rewrite", new JsonObject { ["path"] = file, ["start"] = 2, ["end"] = int.MaxValue, ["new_code"] = "x" });
        }
    }

    [Fact]
    public async Task Folders_of_many_files_and_of_any_depth_are_listed_and_searched_within_bounds()
    {
        await using var ground = await Ground.OpenAsync("local");
        await ground.CallAsync("bash", new JsonObject { ["command"] = "mkdir many && cd many && seq 20000 | xargs touch", ["timeout"] = 15 });
        // Deeper than any path that the system takes.
        await ground.CallAsync("bash", new JsonObject
        {
            ["command"] = "python3 -c \"import os\nfor i in range(6000): os.mkdir('d'); os.chdir('d')\nopen('bottom.py', 'w').write('a = 1')\"",
            ["timeout"] = 15,
        });
        foreach (var path in new[] { ".", "many", "d", string.Join('/', Enumerable.Repeat("d", 1800)) })
        {
            await ground.CallAsync("listdir", new JsonObject { ["path"] = path, ["depth"] = 20 });
            await ground.CallAsync("grep", new JsonObject { ["pattern"] = "a", ["path"] = path });
        }

        await ground.CallAsync("bash", new JsonObject { ["command"] = "echo still here", ["timeout"] = 10 });
        var snapshot = await ground.Workspace.SnapshotAsync(default);
        await ground.Workspace.PatchAsync(snapshot, default);
    }

    [Fact]
    public async Task What_lies_at_any_depth_is_removed_when_a_workspace_is_restored()
    {
        await using var ground = Ground.Open();
        var beginning = await ground.Workspace.SnapshotAsync(default);
        await ground.CallAsync("bash", new JsonObject
        {
            ["command"] = "python3 -c \"import os\nfor i in range(6000): os.mkdir('d'); os.symlink('/', 'link'); os.chdir('d')\"; chmod 0 d",
            ["timeout"] = 15,
        });
        Directory.Exists(ground.At("d")).Should().BeTrue();
        await ground.Workspace.RestoreAsync(beginning, default);
        Directory.GetFileSystemEntries(ground.Workspace.Root).Select(Path.GetFileName).Should().BeEquivalentTo("main.py", "part.py", "deep");
    }

    [Theory]
    [InlineData("local")]
    [InlineData("sandbox")]
    public async Task Huge_arguments_of_programs_are_answered(string terminal)
    {
        await using var ground = await Ground.OpenAsync(terminal);
        var huge = new string('a', Millions);
        foreach (var command in new[] { huge, "echo " + huge, $"x='{huge}'; echo ${{#x}}", $"cat > big.txt <<E\n{huge}\nE\nwc -c big.txt", string.Concat(Enumerable.Repeat("(", 100_000)), string.Concat(Enumerable.Repeat("echo x;", 5_000)) })
            await ground.CallAsync("bash", new JsonObject { ["command"] = command, ["timeout"] = 5 });
        foreach (var command in new[] { huge, "p '" + huge + "'", "p " + new string('(', 10_000), "b " + huge, "p 'x' * 10**8", "x = [0] * 10**7; p x", "!" + string.Concat(Enumerable.Repeat("-", 100_000)) + "1" })
            await ground.CallAsync("pdb", new JsonObject { ["command"] = command });
        await ground.CallAsync("pdb", new JsonObject { ["command"] = "c", ["input"] = huge });
        await ground.CallAsync("pdb", new JsonObject { ["command"] = "c", ["entrypoint"] = "python3 main.py " + huge });
        await ground.CallAsync("trace", new JsonObject { ["functions"] = new JsonArray(huge, "main.py:work"), ["entrypoint"] = "python3 main.py " + huge });
        await ground.CallAsync("trace", new JsonObject { ["functions"] = new JsonArray([.. Enumerable.Range(0, 20_000).Select(i => (JsonNode)$"main.py:f{i}")]) });
        await ground.CallAsync("submit", new JsonObject { ["message"] = huge });
    }
}
