using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Tests.Hostile;

/// <summary>A file or folder becomes a link to what is outside between a tool's look at it and its use: the tool still stays inside.</summary>
public sealed class RaceSpecs
{
    [Theory]
    [MemberData(nameof(Calls.PathTools), MemberType = typeof(Calls))]
    public async Task A_folder_that_becomes_a_link_while_a_tool_uses_it_leads_nowhere(string tool)
    {
        await using var ground = Ground.Open();
        ground.Write("real/part.py", "a = 1\n").Write("real/deep/part.py", "b = 2\n");
        ground.Link("link", ground.Outside.Folder);
        await using var swapping = new Swapping(ground.At("real"), ground.At("link"));
        await Trials.MakeAsync(400, choices => ground.AtPathAsync(tool, choices.Of("real/part.py", "real", "real/deep", "real/deep/part.py", "real/new.txt", "real/new/new.txt", ".", "link/part.py"), choices));
    }

    [Theory]
    [MemberData(nameof(Calls.PathTools), MemberType = typeof(Calls))]
    public async Task A_file_that_becomes_a_link_while_a_tool_uses_it_leads_nowhere(string tool)
    {
        await using var ground = Ground.Open();
        ground.Write("real.txt", "a = 1\n");
        ground.Link("link.txt", ground.Outside.At("part.py"));
        await using var swapping = new Swapping(ground.At("real.txt"), ground.At("link.txt"));
        await Trials.MakeAsync(400, choices => ground.AtPathAsync(tool, choices.Of("real.txt", "link.txt", "./real.txt", "."), choices));
    }

    [Theory]
    [MemberData(nameof(Calls.PathTools), MemberType = typeof(Calls))]
    public async Task A_folder_that_becomes_a_file_while_a_tool_uses_it_is_no_fault_of_the_tool(string tool)
    {
        await using var ground = Ground.Open();
        ground.Write("real/part.py", "a = 1\n").Write("other", "text\n");
        await using var swapping = new Swapping(ground.At("real"), ground.At("other"));
        await Trials.MakeAsync(300, choices => ground.AtPathAsync(tool, choices.Of("real/part.py", "real", "other", "other/part.py", "."), choices));
    }

    [Fact]
    public async Task A_workspace_is_kept_compared_and_restored_without_following_what_is_swapped_in()
    {
        await using var ground = Ground.Open();
        ground.Write("real/part.py", "a = 1\n").Write("real/deep/part.py", "b = 2\n");
        var beginning = await ground.Workspace.SnapshotAsync(default);
        ground.Link("link", ground.Outside.Folder);
        await using (new Swapping(ground.At("real"), ground.At("link")))
        {
            await Trials.MakeAsync(300, async choices =>
            {
                try
                {
                    if (choices.Once(@in: 3)) ground.Write($"new/deep{choices.Seed}/part.py", "c = 3\n");
                    if (choices.Once(@in: 3)) await ground.Workspace.SnapshotAsync(default);
                    var patch = await ground.Workspace.PatchAsync(beginning, default);
                    foreach (var trace in ground.Outside.Traces) patch.Text.Should().NotContain(trace);
                    await ground.Workspace.RestoreAsync(beginning, default);
                    // One of the two is gone after a restoration.
                    if (!Directory.Exists(ground.At("real"))) ground.Write("real/part.py", "a = 1\n");
                    if (new FileInfo(ground.At("link")).LinkTarget is null) ground.Link("link", ground.Outside.Folder);
                }
                catch (WorkspaceException)
                {
                    // Being changed by another program is a good reason.
                }
                catch (IOException)
                {
                    // The test itself met the swap.
                }
            });
        }

        await ground.Workspace.RestoreAsync(beginning, default);
        File.ReadAllText(ground.At("real/deep/part.py")).Should().Be("b = 2\n");
        Directory.GetFileSystemEntries(ground.Workspace.Root).Select(Path.GetFileName).Should().BeEquivalentTo("main.py", "part.py", "deep", "real");
    }
}
