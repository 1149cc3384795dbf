using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.Human;

/// <summary>Completes what a person has begun: a tool's name, an argument's name, one of its values, or a file of the project.</summary>
/// <param name="tools">The tools.</param>
/// <param name="root">The project's folder.</param>
internal sealed class Completion(IReadOnlyList<ToolDefinition> tools, string root)
{
    private const int MostFiles = 200;

    /// <summary>What may stand at a position.</summary>
    /// <param name="line">The line.</param>
    /// <param name="position">The position of the cursor.</param>
    /// <returns>Where the begun word begins, and the words that may take its place, in ordinal order.</returns>
    public (int Begin, IReadOnlyList<string> Candidates) At(string line, int position)
    {
        var begin = position == 0 ? 0 : line.LastIndexOf(' ', position - 1) + 1;
        var word = line[begin..position];
        if (line[..begin].Trim().Length == 0) return (begin, Fitting(tools.Select(tool => tool.Name + " "), word));
        if (tools.FirstOrDefault(tool => tool.Name == line.TrimStart().Split(' ')[0])?.Arguments["properties"] is not JsonObject arguments) return (begin, []);
        if (word.IndexOf('=') is > 0 and var equals)
        {
            var values = arguments[word[..equals]]?["enum"] is JsonArray some ? some.Select(value => value?.ToString() ?? "") : Files(word[(equals + 1)..]);
            return (begin + equals + 1, Fitting(values, word[(equals + 1)..]));
        }

        return (begin, Fitting(arguments.Select(argument => argument.Key + "=").Concat(Files(word)), word));
    }

    private static List<string> Fitting(IEnumerable<string> words, string begun) =>
        [.. words.Where(word => word.StartsWith(begun, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private IEnumerable<string> Files(string begun)
    {
        var folder = begun.Contains('/') ? begun[..(begun.LastIndexOf('/') + 1)] : "";
        var place = Path.Join(root, folder);
        // Only help for typing: what may be read is decided when a tool is called.
        if (folder.Split('/').Contains("..") || !Directory.Exists(place)) return [];
        return new DirectoryInfo(place).EnumerateFileSystemInfos().Take(MostFiles)
            .Where(entry => !entry.Name.StartsWith('.'))
            .Select(entry => folder + entry.Name + (entry is DirectoryInfo ? "/" : ""));
    }
}
