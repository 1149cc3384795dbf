namespace Tessera.Tools.Tests.Hostile;

/// <summary>Whatever path a tool is given: nothing outside the workspace is read, listed or written.</summary>
public sealed class PathSpecs
{
    private static readonly string[] _names =
    [
        "..", ".", "", "a", "deep", "part.py", "main.py", "up", "out", "secret", "self", "proc", "pipe", "there", "via", "loop", "-rf", "~", "$HOME", "*", "?", "[a", "C:", "\\..\\..", "%2e%2e", "..\0", "\n",
        "..;/", "…", "．．", "\u202e..", "\ud800", "CON", ".git", new string('n', 255), new string('é', 255), new string('n', 256),
    ];

    private static readonly string[] _starts = ["", "", "", "/", "//", "./", "../", "../../", "~/", "file:///", "\\\\", "out/", "up/", "proc/", "/proc/self/root", "/proc/self/cwd/", "/dev/fd/", "/dev/", "/etc/"];

    [Theory]
    [MemberData(nameof(Calls.PathTools), MemberType = typeof(Calls))]
    public async Task Whatever_path_is_given_nothing_outside_is_reached(string tool)
    {
        await using var ground = Ground.Open();
        Directory.CreateDirectory(ground.At("a"));
        foreach (var (name, target) in new[]
        {
            ("up", ".."), ("out", ground.Outside.Folder), ("secret", ground.Outside.At("secret.py")), ("self", ground.At("self")), ("proc", "/proc/self/root"), ("there", "deep"), ("via", "up/outside"), ("loop", "."),
            ("a/out", "../../outside/deep"), ("zero", "/dev/zero"), ("input", "/dev/stdin"),
        }) ground.Link(name, target);
        using (var make = System.Diagnostics.Process.Start("mkfifo", ground.At("pipe"))) await make.WaitForExitAsync();

        await Trials.MakeAsync(800, choices => ground.AtPathAsync(tool, PathOf(choices, ground), choices));
    }

    private static string PathOf(Choices choices, Ground ground) => choices.Number(0, 9) switch
    {
        0 => ground.Outside.At(choices.Of("secret.py", "part.py", "deep/part.py", "deep/deeper/passwd", "new.py", "new/new.py", "")),
        1 => ground.Workspace.Root + choices.Of("", "/", "x", "/..", "/../outside/secret.py", "/../project/main.py", "/./deep/../../outside"),
        2 => string.Concat(Enumerable.Repeat(choices.Of("../", "loop/", "up/", "a/", "./", "deep/../"), choices.Of(1, 5, 41, 900, 3000))) + choices.Of("", "etc/passwd", "main.py", "outside/secret.py"),
        3 => choices.Of("zero", "input", "pipe", "secret", "via/secret.py", "out/secret.py", "up/outside/part.py", "a/out/part.py", "loop/loop/out/part.py", "proc/etc/passwd", "via/new.py", "out/deep/new/new.py"),
        4 => choices.Letters(30),
        5 => choices.Of(_starts) + ground.Outside.At(choices.Of("secret.py", "new.py")),
        _ => choices.Of(_starts) + choices.Joined(6, _names, "/", "/", "//", "\\"),
    };
}
