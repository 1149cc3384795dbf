using Tessera.Models.Table;

namespace Tessera.Models.Tests;

internal static class Samples
{
    public static string File(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "samples", "prompts", name);
    }

    public static TableLanguageModel FilmReviews() => new(new TableModelOptions { File = File("film-reviews.table.json") });

    public static TableLanguageModel FromText(string table)
    {
        var path = Path.Combine(Path.GetTempPath(), $"table-{Guid.NewGuid():n}.json");
        System.IO.File.WriteAllText(path, table);
        try
        {
            var model = new TableLanguageModel(new TableModelOptions { File = path });
            _ = model.Identity;
            return model;
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    public static string Context(string prompt, string input, string hidden = "") =>
        $"<instruction>\n{prompt}\n</instruction>\n<input>\n{input}\n</input>\n{(hidden.Length == 0 ? "" : $"<hidden>{hidden}</hidden>")}Answer:\n";
}
