using System.Text.RegularExpressions;

namespace Tessera.Cli.Tests;

/// <summary>What the documents show is what is compiled and run. TESSERA_UPDATE_DOCS=1 writes the code into the documents.</summary>
public partial class DocumentationSpecs
{
    public static TheoryData<string> Documents =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Append(Path.Combine(Repository.Root, "README.md"))
            .Where(file => File.ReadAllText(file).Contains("<!-- snippet:", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Repository.Root, file))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_document_shows_the_code_that_is_built(string document)
    {
        var path = Path.Combine(Repository.Root, document);
        var text = File.ReadAllText(path);
        var current = Snippet().Replace(text, match => $"{match.Groups["head"].Value}{Source(match.Groups["source"].Value, match.Groups["name"].Value)}\n```");
        if (Environment.GetEnvironmentVariable("TESSERA_UPDATE_DOCS") == "1") File.WriteAllText(path, current);
        else text.Should().Be(current, "{0} is to show its sources; run the tests with TESSERA_UPDATE_DOCS=1 to renew it", document);
    }

    public static TheoryData<string> Commands =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Order(StringComparer.Ordinal).SelectMany(file => Run().Matches(File.ReadAllText(file)))
            .SelectMany(match => match.Groups["commands"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_on_what_is_in_the_repository_succeeds(string command)
    {
        command.Should().StartWith("tessera ");

        var result = await TesseraProcess.RunAsync(command.Split(' ')[1..]);

        result.ExitCode.Should().Be(0, "{0}{1}", result.StandardOutput, result.StandardError);
    }

    [Fact]
    public async Task The_README_shows_what_the_quickstart_prints()
    {
        using var folder = new TemporaryFolder();
        var result = await TesseraProcess.RunAsync("run", Path.Combine(Repository.Samples, "quickstart.yaml"), "--out", folder.Path);
        result.ExitCode.Should().Be(0, result.StandardError);
        var printed = string.Join('\n', result.StandardOutput.Replace(folder.Path, "runs/quickstart", StringComparison.Ordinal).Split('\n').Select(line => line.TrimEnd())).Trim('\n');
        var path = Path.Combine(Repository.Root, "README.md");
        var text = await File.ReadAllTextAsync(path);

        if (Environment.GetEnvironmentVariable("TESSERA_UPDATE_DOCS") == "1")
            await File.WriteAllTextAsync(path, Output().Replace(text, match => $"{match.Groups["head"].Value}{printed}\n```"));
        else
            Seconds().Replace(Output().Match(text).Groups["output"].Value.Trim('\n'), "").Should().Be(Seconds().Replace(printed, ""), "run the tests with TESSERA_UPDATE_DOCS=1 to renew it");
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var documents = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "README.md"));
        var broken = documents.SelectMany(document => Link().Matches(File.ReadAllText(document))
            .Select(match => match.Groups["target"].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.StartsWith("http", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target)))
            .Select(target => $"{Path.GetRelativePath(Repository.Root, document)} -> {target}"));
        broken.Should().BeEmpty();
    }

    /// <param name="source">A file, and perhaps a region of it.</param>
    /// <param name="name">The name of the plugin that a template is shown for; empty for what is no template.</param>
    private static string Source(string source, string name) => name.Length == 0
        ? Source(source)
        : Source(source).Replace("Plugin1", name, StringComparison.Ordinal).Replace("plugin-1", name.ToLowerInvariant(), StringComparison.Ordinal);

    private static string Source(string source)
    {
        var (file, region) = source.Split('#') is [var name, var part] ? (name, part) : (source, null);
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, file));
        if (region is null) return string.Join('\n', lines).TrimEnd();
        var start = Array.FindIndex(lines, line => line.Trim() == $"#region {region}");
        start.Should().BeGreaterThanOrEqualTo(0, "{0} has a region {1}", file, region);
        var end = Array.FindIndex(lines, start, line => line.Trim() == "#endregion");
        return string.Join('\n', lines[(start + 1)..end]).Trim('\n');
    }

    [GeneratedRegex(@"(?<head><!-- snippet: (?<source>\S+)(?: for (?<name>\w+))? -->\n```\w+\n).*?```", RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex(@"<!-- run -->\n```bash\n(?<commands>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Run();

    [GeneratedRegex(@"(?<head><!-- output of the quickstart -->\n```\n)(?<output>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Output();

    // How long a step takes is nobody's promise.
    [GeneratedRegex(@"(?<=│ )\d+\.\d +(?=│)")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
