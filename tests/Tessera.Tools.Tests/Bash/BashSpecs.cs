using System.Diagnostics;
using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;
using Tessera.Tools.Bash;

namespace Tessera.Tools.Tests.Bash;

/// <summary>An agent works in a shell that lasts.</summary>
public sealed class BashSpecs
{
    [Theory]
    [InlineData("local")]
    [InlineData("sandbox")]
    public async Task Directory_variables_functions_and_options_last(string terminal)
    {
        await using var project = await Shells.OpenAsync(terminal);
        (await project.BashAsync("mkdir sub; cd sub; X='a  b\nc'; export Y=ü; declare -A m=([k]=v); f() { echo \"f $1 $X\"; }; shopt -s extglob; umask 027; alias ll='ls'; unset HOME")).Text
            .Should().Be("The command succeeded without output.\n\nThe shell is now in `sub`.\n");
        (await project.BashAsync("pwd; f 1; echo \"${m[k]}\"; sh -c 'echo $Y'; umask; shopt extglob; echo \"[${HOME-gone}]\"; alias ll")).Text
            .Should().Be($"{project.At("sub")}\nf 1 a  b\nc\nv\nü\n0027\nextglob        \ton\n[gone]\nalias ll='ls'\n");
        (await project.BashAsync("cd -; readonly R=1; set -f; echo *")).Text.Should().Contain("*\n").And.Contain("now in `.`");
        (await project.BashAsync("echo * $R; set +f; R=2; echo $R")).Text.Should().Contain("* 1\n").And.Contain("readonly");
    }

    [Theory]
    [InlineData("echo out; echo err >&2; (exit 7)", "The command failed with exit code 7.\n\nout\nerr\n", 7)]
    [InlineData("true", "The command succeeded without output.\n", 0)]
    [InlineData("cat", "The command succeeded without output.\n", 0)]
    [InlineData("read x || echo \"no input\"", "no input\n", 0)]
    [InlineData("cat <<'E'\na $b\nE", "a $b\n", 0)]
    [InlineData("printf 'no newline'", "no newline\n", 0)]
    [InlineData("printf 'é\\0b\\377\\n'", "é\0b\uFFFD\n", 0)]
    public async Task What_a_command_writes_and_how_it_ends_is_shown(string command, string text, int exitCode)
    {
        await using var project = await Shells.OpenAsync("local");
        var observation = await project.BashAsync(command);
        observation.Text.Should().Be(text);
        (observation.Failed, observation.Data!["exitCode"]!.GetValue<int>()).Should().Be((false, exitCode));
    }

    [Theory]
    [InlineData("echo 'never closed", "unexpected EOF")]
    [InlineData("if true; then echo x", "syntax error")]
    [InlineData(")", "syntax error")]
    [InlineData("no-such-program", "command not found")]
    public async Task A_mistake_is_the_command_s_own(string command, string error)
    {
        await using var project = await Shells.OpenAsync("local");
        await project.BashAsync("X=kept");
        (await project.BashAsync(command)).Text.Should().Contain(error).And.Contain("The command failed with exit code");
        (await project.BashAsync("echo $X")).Text.Should().Be("kept\n");
    }

    [Theory]
    [InlineData("X=lost; cd /; exit 3", 3)]
    [InlineData("X=lost; exec sh -c 'exit 4'", 4)]
    [InlineData("X=lost; set -e; false; echo not reached", 1)]
    [InlineData("X=lost; set -u; echo $unset_variable", 127)]
    [InlineData("X=lost; kill -9 $$", 137)]
    [InlineData("X=lost; : ${never:?}", 127)]
    public async Task What_ends_its_shell_leaves_the_state_before_it(string command, int exitCode)
    {
        await using var project = await Shells.OpenAsync("local");
        await project.BashAsync("X=kept; mkdir d; cd d");
        var observation = await project.BashAsync(command);
        observation.Text.Should().StartWith($"The command ended its shell with exit code {exitCode}. Directory and variables are as they were before it.");
        (await project.BashAsync("echo $X; pwd")).Text.Should().Be($"kept\n{project.At("d")}\n");
    }

    [Fact]
    public async Task Options_that_end_shells_last_without_ending_the_next_one_at_once()
    {
        await using var project = await Shells.OpenAsync("local");
        await project.BashAsync("set -eu -o pipefail; set -x");
        (await project.BashAsync("echo $-; Y=1")).Text.Should().Contain("ehux").And.StartWith("++ echo");
        (await project.BashAsync("set +x; echo $Y; false; echo not reached")).Text.Should().Contain("ended its shell with exit code 1").And.NotContain("not reached\n");
        (await project.BashAsync("IFS=:; set -o posix; set -C; PS4=; enable -n echo; declare() { :; }; printf() { :; }")).Failed.Should().BeFalse();
        (await project.BashAsync("set +eux; unset -f declare printf; Z='a:b'; builtin printf '%s|' $Z")).Text.Should().EndWith("a|b|\n");
    }

    [Fact]
    public async Task A_deleted_directory_is_said_and_left()
    {
        await using var project = await Shells.OpenAsync("local");
        (await project.BashAsync("mkdir -p a/b; cd a/b; X=1; rm -rf ../../a")).Text.Should().Contain("now in `a/b`");
        var observation = await project.BashAsync("pwd; echo $X");
        observation.Text.Should().Be($"({project.At("a/b")} does not exist any more; the shell is back in {project.Root})\n{project.Root}\n1\n\nThe shell is now in `.`.\n");
    }

    [Theory]
    [InlineData("local", "sleep 100")]
    [InlineData("sandbox", "sleep 100")]
    [InlineData("local", "while :; do :; done")]
    [InlineData("sandbox", "trap '' INT TERM HUP; setsid sleep 100 & (env TESSERA=1 setsid sleep 100 &) ; while :; do sleep 0.01; done")]
    [InlineData("local", "(trap '' INT TERM HUP; setsid sh -c 'sleep 100; sleep 100' > /dev/null 2>&1 &); sleep 100")]
    [InlineData("sandbox", "f() { f | f & }; f; sleep 100")]
    [InlineData("sandbox", "kill -STOP $$")]
    public async Task A_command_that_takes_too_long_is_ended_whole_and_the_shell_goes_on(string terminal, string command)
    {
        await using var project = await Shells.OpenAsync(terminal);
        await project.BashAsync("X=kept; mkdir d; cd d; sleep 3210.5 &");
        var clock = Stopwatch.StartNew();
        var observation = await project.BashAsync("X=lost; cd /; echo begun; " + command, timeout: 1);
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(8));
        observation.Text.Should().Contain("begun");
        if (!command.Contains("STOP", StringComparison.Ordinal)) observation.Text.Should().StartWith("The command was ended after 1 seconds, with all that it had started.");
        observation.Data!["background"]!.AsArray().Should().ContainSingle("only what was started before goes on").Which!["command"]!.GetValue<string>().Should().Be("sleep 3210.5");
        (await project.BashAsync("echo $X; pwd")).Text.Should().StartWith($"kept\n{project.At("d")}\n\nRunning in the background:\n");
    }

    [Theory]
    [InlineData("local")]
    [InlineData("sandbox")]
    public async Task Background_processes_are_listed_and_can_be_ended(string terminal)
    {
        await using var project = await Shells.OpenAsync(terminal);
        var first = await project.BashAsync("(echo late; sleep 3211.5) & sleep 0.2; echo now");
        first.Text.Should().Contain("now\n").And.Contain("late\n").And.MatchRegex(@"Running in the background:\n(  \d+  .*\n)+");
        var process = first.Data!["background"]!.AsArray().Single(item => item!["command"]!.GetValue<string>() == "sleep 3211.5")!["id"]!.GetValue<int>();
        (await project.BashAsync($"kill {process}; sleep 0.2")).Text.Should().NotContain("background");
        (await project.BashAsync("sh -c 'sleep 0.3; echo done > flag' & disown")).Text.Should().Contain("background");
        (await project.BashAsync("for i in 1 2 3 4 5 6 7 8 9 10; do [ -e flag ] && break; sleep 0.2; done; cat flag")).Text.Should().Be("done\n");
    }

    [Theory]
    [InlineData("local")]
    [InlineData("sandbox")]
    public async Task A_shell_that_is_killed_is_replaced_and_the_loss_is_said(string terminal)
    {
        await using var project = await Shells.OpenAsync(terminal);
        await project.BashAsync("X=1");
        var lost = await project.BashAsync("echo before; kill -9 $PPID; sleep 5");
        (lost.Failed, lost.Text).Should().Be((true, "The shell itself was ended, by the command or because it did not react any more. The next call starts a new one; directory, variables and background processes are lost. Output until then:\n\nbefore\n"));
        (await project.BashAsync("echo [$X]")).Text.Should().Be("(This is a new shell: the one before was ended, and its directory, variables and background processes are lost.)\n\n[]\n");
        (await project.BashAsync("echo again")).Text.Should().Be("again\n");
    }

    [Theory]
    [InlineData("local")]
    [InlineData("sandbox")]
    public async Task A_flood_and_long_lines_and_bytes_that_are_no_text_are_bounded(string terminal)
    {
        await using var project = await Shells.OpenAsync(terminal, new BashOptions { MaxOutput = 1000 });
        var flood = await project.BashAsync("echo first; head -c 100000000 /dev/zero | tr '\\0' x; echo; echo last");
        flood.Text.Length.Should().BeLessThan(1200);
        flood.Text.Should().StartWith("first\n").And.EndWith("last\n").And.Contain("characters left out");
        (await project.BashAsync("head -c 300 /dev/urandom; printf '\\0\\377\\n'; echo end")).Text.Should().EndWith("end\n");
        (await project.BashAsync("echo short")).Text.Should().Be("short\n");
    }

    [Fact]
    public async Task Changed_files_are_told_to_other_tools()
    {
        await using var project = (await Shells.OpenAsync("local")).Write("a.py", "one\n").Write("gone.py", "x").Write("same.py", "x");
        await project.BashAsync("echo two > a.py; rm gone.py; mkdir -p new/deep .git __pycache__; echo x > new/deep/b.py; echo x > .git/c; echo x > __pycache__/d; cat same.py; ln -s /etc/passwd link");
        project.ChangedFiles().Should().Equal("a.py", "gone.py", "new/deep/b.py");
        project.Events.Heard.Clear();
        await project.BashAsync("cat a.py");
        project.ChangedFiles().Should().BeEmpty();
    }

    [Fact]
    public async Task More_files_than_are_watched_are_said()
    {
        await using var project = await Shells.OpenAsync("local", new BashOptions { MaxWatchedFiles = 5 });
        (await project.BashAsync("touch 1 2 3 4 5 6 7")).Text.Should().Contain("more than 5 files");
    }

    [Fact]
    public async Task A_reset_begins_anew()
    {
        await using var project = await Shells.OpenAsync("local");
        await project.BashAsync("X=1; cd /; sleep 3213.5 &");
        await project.PublishAsync(new EnvironmentReset(FilesRestored: true));
        (await project.BashAsync("echo [$X]; pwd; pgrep -f 'sleep 3213[.]5'; true")).Text.Should().Be($"[]\n{project.Root}\n");
    }

    [Theory]
    [InlineData("""{ "command": "" }""", "empty")]
    [InlineData("""{ "command": "a\u0000b" }""", "NUL")]
    [InlineData("""{ "command": "true", "timeout": "soon" }""", "timeout")]
    [InlineData("""{ }""", "command")]
    public async Task What_cannot_be_run_is_explained(string arguments, string explanation)
    {
        await using var project = await Shells.OpenAsync("local");
        var observation = await project.CallAsync(JsonNode.Parse(arguments)!.AsObject());
        (observation.Failed, observation.Text.Contains(explanation, StringComparison.Ordinal)).Should().Be((true, true), observation.Text);
    }

    [Fact]
    public async Task What_a_command_waits_for_does_not_hold_it_beyond_its_time()
    {
        await using var project = await Shells.OpenAsync("local");
        var clock = Stopwatch.StartNew();
        (await project.BashAsync("sleep 8 && echo done", timeout: 1)).Text.Should().Contain("after 1 seconds").And.NotContain("done");
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(4), "within two, on a machine that is not busy");
    }

    [Fact]
    public async Task Times_beyond_the_bounds_are_taken_as_the_bounds()
    {
        await using var project = await Shells.OpenAsync("local");
        (await project.BashAsync("echo ok", timeout: 1_000_000)).Text.Should().Be("ok\n");
        (await project.BashAsync("sleep 60", timeout: -5)).Text.Should().Contain("after 1 seconds");
    }

    [Fact]
    public async Task A_very_long_command_is_run()
    {
        await using var project = await Shells.OpenAsync("sandbox");
        (await project.BashAsync($"x='{new string('é', 400_000)}'; echo ${{#x}}")).Text.Should().Be("400000\n");
        (await project.BashAsync(new string('x', 2_000_000))).Text.Should().Contain("at most 1048576");
    }
}
