using Tessera.Debugging.Terminals.Sandbox;

namespace Tessera.Debugging.Tests.Terminals.Sandbox;

/// <summary>Control groups are found in each layout that systems have.</summary>
public sealed class ControlGroupLayoutSpecs
{
    [Fact]
    public void Version_1_beside_version_2()
    {
        const string Mounts = """
            30 29 0:26 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
            31 29 0:27 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            32 29 0:28 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
            33 29 0:29 / /sys/fs/cgroup/unified rw,relatime shared:5 - cgroup2 cgroup2 rw
            34 29 0:30 / / rw - ext4 /dev/sda rw
            """;
        ControlGroupLayout.Read(Mounts, "4:memory:/jobs/7\n3:cpu,cpuacct:/\n2:pids:/\n1:name=systemd:/\n0::/\n")
            .Should().Be(new ControlGroupLayout("/sys/fs/cgroup/memory/jobs/7", "/sys/fs/cgroup/pids", "/sys/fs/cgroup/cpu,cpuacct", "/sys/fs/cgroup/unified"));
    }

    [Fact]
    public void Version_2_alone() => ControlGroupLayout.Read("25 24 0:22 / /sys/fs/cgroup rw - cgroup2 cgroup rw,nsdelegate\n", "0::/user.slice/user-1000.slice/session.scope\n")
        .Should().Be(new ControlGroupLayout(null, null, null, "/sys/fs/cgroup/user.slice/user-1000.slice/session.scope"));

    [Fact]
    public void A_container_s_part_of_the_tree() => ControlGroupLayout.Read("31 29 0:27 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n", "4:memory:/docker/abc/x\n2:pids:/docker/abc\n0::/../other\n")
        .Should().Be(new ControlGroupLayout("/sys/fs/cgroup/memory/x", null, null, null));

    [Fact]
    public void None_at_all() => ControlGroupLayout.Read("", "").Should().Be(new ControlGroupLayout(null, null, null, null));

    [Fact]
    public async Task In_version_2_a_sibling_is_made_where_the_own_group_may_not_share_limits()
    {
        using var folder = new TemporaryFolder();
        folder.Write("app.slice/cgroup.procs", "");
        folder.Write("app.slice/cgroup.subtree_control", "memory pids\n");
        folder.Write("app.slice/own.scope/cgroup.procs", "");
        var groups = new ControlGroups(new ControlGroupLayout(null, null, null, folder.At("app.slice/own.scope")), new SandboxOptions());
        await using var group = groups.Create();
        Path.GetDirectoryName(group.Folders.Should().ContainSingle().Which).Should().Be(folder.At("app.slice"));
        Directory.GetDirectories(folder.At("app.slice/own.scope")).Should().BeEmpty();
    }
}
