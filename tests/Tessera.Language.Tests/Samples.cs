using Tessera.Models.Table;

namespace Tessera.Language.Tests;

internal static class Samples
{
    public const string Template = "<instruction>{{ prompt }}</instruction><input>{{ input }}</input>";
    public const string Ask = "Say whether the review is positive or negative.";
    public const string Dull = "Dull, long and badly acted.";

    public static readonly string Optimum =
        Ask + " Judge what the writer felt, not what happens in the film. Take irony for what it means, not for what it says."
        + " Where praise and blame are mixed, let the last part decide.";

    public static string File(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "samples", "prompts", name);
    }

    public static TableLanguageModel FilmReviews() => new(new TableModelOptions { File = File("film-reviews.table.json") });

    public static string Context(string prompt = Ask, string input = Dull) => $"<instruction>{prompt}</instruction><input>{input}</input>";
}
