using System.Text.Json;
using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tools;

namespace Tessera.Debugging.Tasks;

/// <summary>The layout of exercism's Python exercises, which aider's benchmark uses: code and tests beside <c>.docs</c> and <c>.meta</c>.</summary>
/// <remarks>Source: github.com/exercism/python, <c>.meta/config.json</c>: <c>files.solution</c>, <c>files.test</c>, <c>files.example</c>.</remarks>
internal sealed class ExercismFormat : ITaskFormat
{
    private static readonly string[] _instructions = [".docs/introduction.md", ".docs/instructions.md", ".docs/instructions.append.md"];

    public bool Recognises(string folder) => File.Exists(Path.Join(folder, ".meta/config.json"));

    public DebugTask Read(string folder)
    {
        var (solutions, tests, examples) = Files(Path.Join(folder, ".meta/config.json"));
        var texts = _instructions.Select(file => Path.Join(folder, file)).Where(File.Exists).Select(file => File.ReadAllText(file).Trim());
        return new DebugTask
        {
            Name = Path.GetFileName(folder),
            Project = folder,
            Instructions = $"{string.Join("\n\n", texts)}\n\nWrite the code in {string.Join(", ", solutions.Select(file => $"`{file}`"))} so that the tests in {string.Join(", ", tests.Select(file => $"`{file}`"))} pass.".TrimStart(),
            Evaluate = TestFiles.CommandFor(folder, [.. tests]),
            ReadOnly = [.. tests.Select(file => "/" + file)],
            Hidden = ["/.meta/", "/.docs/"],
            Solution = Solution(folder, solutions, examples),
        };
    }

    private static string? Solution(string folder, IReadOnlyList<string> solutions, IReadOnlyList<string> examples)
    {
        if (examples.Count != solutions.Count || examples.Any(file => !File.Exists(Path.Join(folder, file)))) return null;
        return string.Concat(solutions.Zip(examples, (file, example) =>
        {
            var path = Path.Join(folder, file);
            return UnifiedDifference.Between(File.Exists(path) ? File.ReadAllText(path) : "", File.ReadAllText(Path.Join(folder, example)), File.Exists(path) ? $"a/{file}" : "/dev/null", $"b/{file}");
        }));
    }

    private static (IReadOnlyList<string> Solutions, IReadOnlyList<string> Tests, IReadOnlyList<string> Examples) Files(string config)
    {
        try
        {
            var files = JsonNode.Parse(File.ReadAllText(config))?["files"];
            var (solutions, tests) = (Names(files?["solution"]), Names(files?["test"]));
            if (solutions.Count == 0 || tests.Count == 0) throw new FormatException("files.solution and files.test must each name a file.");
            var root = Path.GetDirectoryName(Path.GetDirectoryName(config))!;
            if (tests.FirstOrDefault(file => !File.Exists(Path.Join(root, file))) is { } missing) throw new FormatException($"the test '{missing}' does not exist.");
            return (solutions, tests, Names(files?["example"] ?? files?["exemplar"]));
        }
        catch (Exception unfit) when (unfit is JsonException or FormatException or InvalidOperationException)
        {
            throw new TesseraException(Diagnostic.Error("TESS4502", $"The exercise cannot be used: {unfit.Message}", new SourceLocation(config), "Give an exercise as exercism distributes it."), unfit);
        }
    }

    private static IReadOnlyList<string> Names(JsonNode? names) => [.. ((names as JsonArray) ?? []).Select(name => Confined(name!.GetValue<string>()))];

    // A description is not trusted: its files are those of its own folder.
    private static string Confined(string name) =>
        Path.IsPathRooted(name) || name.Split('/', '\\').Contains("..") ? throw new FormatException($"'{name}' leads outside.") : name;
}
