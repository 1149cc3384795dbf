using System.Diagnostics;
using System.Globalization;
using CsCheck;
using Tessera.Sdk.Tools;
using Tessera.Tools.Bash;

namespace Tessera.Tools.Tests.Bash;

/// <summary>Whatever is given to the shell in a sandbox: it answers in time, what is outside stays as it is, and nothing is left running.</summary>
public sealed class HostileCommandSpecs
{
    // Beside the project, where a command would write if it could.
    private static readonly string[] _pieces =
    [
        "cd ..", "cd /", "cd", "exit", "exec", "exec true", "set -e", "set -n", "set -u", "set -o posix", "set -f", "trap '' INT TERM", "trap 'echo bye' EXIT", "kill -9 $$", "kill -INT $$",
        "kill $PPID", "kill -STOP $$", "kill -9 -1", "exec 1>&-", "exec 0<&- 1<&- 2<&-", "for i in 3 4 5 6 7 8 9 10 11 12; do eval \"exec $i>&-\"; done", "while :; do :; done", "sleep 1000 &",
        "(setsid sleep 1000 &)", "f() { f | f & }; f", "yes", "yes x | head -c 30000000", "cat /dev/urandom | head -c 100000", "printf '\\0\\0\\0'", "printf 'ready\\0'", "echo 'unclosed", "echo $(",
        "cat <<E", "}", ";;", "&&", "'", "\"", "`", "\\", "#", "~", "!", "$", "\r", "\u202e", "é", "\u0001\u001b[31m", "*", "rm -rf ..", "rm -rf \"$PWD\"", "rm -rf /tmp/* ~", "rm -rf /",
        "echo x > ../outside.txt", "echo x > /tmp/outside.txt", "echo x > \"$OUTSIDE\"", "ln -s / root; echo x > root$OUTSIDE", "mkdir -p a/b; cd a/b; rm -rf ../../a", "mv . ../moved", "chmod 000 .",
        "mkfifo p; cat p", "cat < p", "dd if=/dev/zero of=big bs=1M count=5 2>/dev/null", "declare() { :; }", "printf() { :; }", "builtin() { exit 1; }", "eval() { :; }", "PATH=", "IFS=x", "unset PATH HOME",
        "readonly PWD", "BASH_ENV=/dev/zero", "export PROMPT_COMMAND=exit", "shopt -s extdebug", "set -o noclobber", "ulimit -n 0", "ulimit -f 0", "umask 777", "enable -n printf cd declare", "alias cd=false",
        "read x", "wait", "jobs", "fg", "disown -a", "kill %1", "python3 -c 'import os\nwhile True: os.fork()'", "umount -a", "mount -o remount,rw /", "unshare -r sh", "nc -l 1234", "reboot", "true", "echo ok",
        "rm -rf /tmp/*", "rm -rf /tmp/tmp.*/state*", "exit() { :; }", "echo bad > /proc/$PPID/fd/4", "printf 'x\\0y\\0z\\0' > /proc/$PPID/fd/4", "cat /proc/$PPID/fd/3", "kill -STOP $PPID", "kill -USR1 $PPID", "kill -INT $PPID",
    ];

    private static readonly string[] _joints = ["; ", " | ", " && ", " & ", "\n", " || ", " "];
    private static readonly Gen<string> _piece = Gen.Int[0, _pieces.Length - 1].Select(i => _pieces[i]);
    private static readonly Gen<string> _joint = Gen.Int[0, _joints.Length - 1].Select(i => _joints[i]);

    // TESSERA_FUZZ asks for more than every build has time for.
    private static readonly int _budget =
        int.TryParse(Environment.GetEnvironmentVariable("TESSERA_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var wished) ? wished : 150;

    private static readonly Gen<string> _command = Gen.OneOf(
        _piece,
        Gen.Select(_piece, _joint, _piece, (left, joint, right) => left + joint + right),
        Gen.String[1, 60].Select(text => text.Replace('\0', ' ')));

    [Fact]
    public async Task Hostile_commands_are_answered_in_time_and_change_nothing_outside()
    {
        var outside = Directory.CreateTempSubdirectory("tessera-outside-");
        var secret = Path.Combine(outside.FullName, "outside.txt");
        await File.WriteAllTextAsync(secret, "untouched");
        var project = await Shells.OpenAsync("sandbox", new BashOptions { MaxOutput = 2000 });
        var mark = Path.GetFileName(project.Root);
        await using (project)
        {
            // One call after another in one session, as an agent makes them: what one breaks, the next must stand.
            await _command.SampleAsync(async command =>
            {
                if (!Directory.Exists(project.Root)) Directory.CreateDirectory(project.Root);
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(project.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                var clock = Stopwatch.StartNew();
                var observation = await project.BashAsync($"OUTSIDE={secret}\n{command}", timeout: 1);
                return clock.Elapsed < TimeSpan.FromSeconds(16) && observation.Text.Length is > 0 and < Observation.TextLimit && File.Exists(secret);
            }, iter: _budget, threads: 1);
            (await project.BashAsync("builtin echo alive")).Text.Should().Contain("alive", "no command takes the shell from the next one for good");
        }

        (await File.ReadAllTextAsync(secret)).Should().Be("untouched");
        outside.GetFileSystemInfos().Should().ContainSingle();
        outside.Delete(recursive: true);
        await NoneLeft(mark);
    }

    // bubblewrap and the shells have the project's path in their command line; what they started ends with them.
    private static async Task NoneLeft(string mark)
    {
        var left = new List<string>();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(5); await Task.Delay(50))
        {
            left = [.. Directory.GetDirectories("/proc").Select(folder => CommandLine(folder)).Where(line => line.Contains(mark, StringComparison.Ordinal))];
            if (left.Count == 0) return;
        }

        left.Should().BeEmpty();
    }

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
