namespace Tessera.Tools.Tests.Hostile;

/// <summary>However links are laid, in chains and circles, to what is there and what is not: no tool follows one out of the workspace.</summary>
public sealed class LinkSpecs
{
    private const int Woods = 40;
    private const int CallsInEach = 15;

    [Theory]
    [MemberData(nameof(Calls.PathTools), MemberType = typeof(Calls))]
    public async Task Whatever_links_stand_in_a_workspace_none_leads_out(string tool)
    {
        await using var ground = Ground.Open();
        await Trials.MakeAsync(Woods, async choices =>
        {
            var wood = $"wood{choices.Seed}";
            var names = Plant(choices, ground, wood);
            await Trials.MakeAsync(CallsInEach, also =>
            {
                var path = also.Joined(3, names, "/", "/../", "/./");
                return ground.AtPathAsync(tool, also.Once(@in: 4) ? path : $"{wood}/{path}", also);
            });
            await ground.AtPathAsync(tool, tool == "rewrite" ? $"{wood}/new.py" : wood, choices);
        });
    }

    /// <summary>Makes folders, files and links among each other and to what is outside.</summary>
    private static List<string> Plant(Choices choices, Ground ground, string wood)
    {
        Directory.CreateDirectory(ground.At(wood));
        List<string> folders = [wood];
        List<string> names = ["", "new.py", "missing/new.py"];
        for (var i = 0; i < 25; i++)
        {
            var folder = choices.Of(folders);
            var path = $"{folder}/{choices.Of("a", "b", "c", "d")}{i}";
            switch (choices.Number(0, 4))
            {
                case 0:
                    Directory.CreateDirectory(ground.At(path));
                    folders.Add(path);
                    break;
                case 1:
                    ground.Write(path, "a = 1\n");
                    break;
                default:
                    ground.Link(path, TargetOf(choices, ground, names, folder, path));
                    break;
            }

            names.Add(path[(wood.Length + 1)..]);
        }

        return names;
    }

    private static string TargetOf(Choices choices, Ground ground, List<string> names, string folder, string path) => choices.Number(0, 8) switch
    {
        0 => ground.Outside.At(choices.Of("", "secret.py", "deep", "deep/part.py", "new.py")),
        1 => string.Concat(Enumerable.Repeat("../", folder.Count(letter => letter == '/') + 2)) + choices.Of("outside", "outside/part.py", "project", "", "outside/new"),
        2 => Path.GetFileName(path),
        3 => ground.At(path),
        4 => choices.Of("/", "/etc", "/proc/self/root", "/proc/self/cwd", "/proc/self/fd/0", "/dev/zero", "/dev/null", "/dev/stdin", "/root", "/proc/1/root"),
        5 => choices.Of(".", "..", "./.", "../..", "../../..", "nothing/../..", "//", "a\nb"),
        _ => choices.Of(names) is { Length: > 0 } name ? choices.Of("", "./", "../", ground.Workspace.Root + "/") + name : ".",
    };
}
