using Tessera.Sdk.Terminals;

namespace Tessera.Debugging.Tests.Terminals.Sandbox;

/// <summary>A program in a sandbox reaches nothing but its project. Whoever runs the tests as root tries it with root's rights.</summary>
public sealed class ConfinementSpecs
{
    [Fact]
    public async Task The_project_may_be_changed_and_stands_at_its_own_path()
    {
        await using var confined = await Confined.NewAsync();
        var result = await confined.Write("a.txt", "one\n").RunAsync("pwd; cat a.txt; echo two > b.txt");
        result.Output.Should().Be($"{confined.Root}\none\n");
        (await File.ReadAllTextAsync(confined.At("b.txt"))).Should().Be("two\n");
    }

    [Theory]
    [InlineData("mount -o remount,bind,rw /; mount -o remount,rw /usr; mount --bind /tmp /usr; touch /usr/tessera-test /usr/bin/tessera-test && echo written")]
    [InlineData("touch /tessera-test && echo written; touch /etc/tessera-test && echo written; touch /root/tessera-test && echo written")]
    [InlineData("find /proc -maxdepth 1 -writable ! -type l | grep . && echo written; find /proc/sys -writable | grep . && echo written; test -w /proc/1/oom_score_adj && echo written")]
    [InlineData("unshare -Ur true && echo written; unshare -m true && echo written; chroot / true && echo written; mknod dev b 8 0 && echo written")]
    [InlineData("umount /usr && echo written; umount \"$PWD\" && echo written; python3 -c 'import os; os.setuid(0); print(\"written\")'")]
    [InlineData("ls -A /home /boot /var /srv /mnt /media 2>/dev/null | grep . && echo written")]
    public async Task Nothing_outside_can_be_changed(string script)
    {
        await using var confined = await Confined.NewAsync();
        var result = await confined.RunAsync(script);
        result.Output.Should().NotContain("written");
        foreach (var place in new[] { "/usr/tessera-test", "/usr/bin/tessera-test", "/tessera-test", "/etc/tessera-test", "/root/tessera-test" }) File.Exists(place).Should().BeFalse();
    }

    [Fact]
    public async Task The_machine_s_secrets_are_not_there()
    {
        Environment.SetEnvironmentVariable("TESSERA_TEST_SECRET", "open sesame");
        await using var confined = await Confined.NewAsync();
        using var elsewhere = new TemporaryFolder();
        var secret = elsewhere.Write("secret.txt", "open sesame");
        File.CreateSymbolicLink(confined.At("link"), secret);
        var result = await confined.RunAsync($"exec 2>&1; [ -e {elsewhere.Root} ] && echo open sesame; [ -e /root/.ssh ] && echo open sesame; cat /etc/shadow; cat /etc/gshadow; ls -A /root; cat {secret}; cat link; env; cat /proc/*/environ; ls -A /tmp; ls -A /root/.ssh /root/.bash_history /root/.nuget; echo end");
        result.Output.Should().NotContain("root:$").And.NotContain("open sesame").And.EndWith("end\n");
    }

    [Fact]
    public async Task Other_processes_are_neither_seen_nor_reached()
    {
        await using var confined = await Confined.NewAsync();
        var result = await confined.RunAsync($"exec 2>&1; ls -d /proc/[0-9]* | wc -l; kill -0 {Environment.ProcessId} && echo reached; ls /proc/{Environment.ProcessId}/cwd/ && echo reached; hostname; id -u");
        var lines = result.Output.Split('\n');
        int.Parse(lines[0], System.Globalization.CultureInfo.InvariantCulture).Should().BeLessThan(8);
        result.Output.Should().NotContain("reached").And.EndWith("sandbox\n1000\n");
    }

    [Fact]
    public async Task There_is_no_network_and_loopback_works()
    {
        Requirements.Python();
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        await using var confined = await Confined.NewAsync();
        confined.Write("net.py", $"""
            import socket, threading
            try:
                socket.create_connection(("192.0.2.1", 80), 2); print("outside reached")
            except OSError as refused:
                print("outside:", refused.strerror)
            try:
                socket.create_connection(("127.0.0.1", {port}), 2); print("host reached")
            except OSError as refused:
                print("host:", refused.strerror)
            server = socket.create_server(("127.0.0.1", 0))
            threading.Thread(target=lambda: server.accept()[0].sendall(b"hello")).start()
            print(socket.create_connection(server.getsockname(), 2).recv(10))
            print(len(socket.getaddrinfo("localhost", 80)) > 0)
            """);
        (await confined.RunAsync("python3 net.py")).Output.Should().Be("outside: Network is unreachable\nhost: Connection refused\nb'hello'\nTrue\n");
    }

    [Fact]
    public async Task Variables_are_those_that_were_given()
    {
        await using var confined = await Confined.NewAsync();
        var result = await confined.Terminal.RunAsync(new TerminalCommand { Program = "env", Environment = new Dictionary<string, string?> { ["GIVEN"] = "a b", ["LD_PRELOAD"] = "/nothing.so", ["LANG"] = null } }, default);
        var names = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Contains('=')).Select(line => line.Split('=')[0]);
        names.Should().Contain("GIVEN").And.BeSubsetOf(["GIVEN", "LD_PRELOAD", "PATH", "HOME", "PWD", "OLDPWD", "SHLVL", "_"]);
        result.Output.Should().Contain("GIVEN=a b\n");
    }

    [Fact]
    public async Task Arguments_never_pass_a_shell()
    {
        await using var confined = await Confined.NewAsync();
        var result = await confined.Terminal.RunAsync(new TerminalCommand { Program = "printf", Arguments = ["%s|", "$(echo bad)", "a b", "'q'", ";", "*", "--ro-bind", ""] }, default);
        result.Output.Should().Be("$(echo bad)|a b|'q'|;|*|--ro-bind||");
    }

    [Fact]
    public async Task Programs_have_temporary_files_of_their_own_that_end_with_them()
    {
        await using var confined = await Confined.NewAsync();
        (await confined.RunAsync("echo x > /tmp/mine; python3 -c 'import multiprocessing as m; m.Lock(); print(\"lock\")'; cat /tmp/mine")).Output.Should().Be("lock\nx\n");
        File.Exists("/tmp/mine").Should().BeFalse();
        (await confined.RunAsync("cat /tmp/mine")).Succeeded.Should().BeFalse();
    }
}
