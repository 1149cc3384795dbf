using System.ComponentModel.DataAnnotations;
using System.Composition;
using Tessera.Adapters.Synthesis;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Steps;

namespace Tessera.Adapters.Steps;

/// <summary>Options of <c>step/generate-language</c>.</summary>
public sealed class GenerateLanguageOptions
{
    /// <summary>How many stories there are to learn.</summary>
    /// <value>The default value is 60000, about two million words.</value>
    [Range(1, 100_000_000)]
    public int Stories { get; set; } = 60_000;

    /// <summary>How many stories of the same kind are held out.</summary>
    /// <value>The default value is 1000.</value>
    [Range(1, 100_000_000)]
    public int HeldOutStories { get; set; } = 1000;

    /// <summary>How many examples each task has.</summary>
    /// <value>The default value is 300.</value>
    [Range(1, 100_000)]
    public int Examples { get; set; } = 300;

    /// <summary>The origin of all that is written.</summary>
    /// <value>By default that of the step in its run.</value>
    public long? Seed { get; set; }
}

/// <summary>What <c>step/generate-language</c> hands over.</summary>
/// <param name="Text">The file with the stories, one a line.</param>
/// <param name="HeldOut">The file with the stories that are held out.</param>
/// <param name="Tasks">The folder of the tasks, one file of JSON lines each.</param>
public sealed record GeneratedLanguage(string Text, string HeldOut, string Tasks);

/// <summary>Writes stories in a small language of English words, and tasks over it. The same seed gives the same bytes.</summary>
[Step("generate-language", Description = "Writes stories in a small language of English words, and families of tasks over it.", Options = typeof(GenerateLanguageOptions), Deterministic = true)]
[method: ImportingConstructor]
internal sealed class GenerateLanguageStep(GenerateLanguageOptions options) : IPipelineStep<GeneratedLanguage>
{
    public Task<GeneratedLanguage> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        var language = new GeneratedLanguage(Path.Combine(context.Folder, "stories.txt"), Path.Combine(context.Folder, "held-out.txt"), Path.Combine(context.Folder, "tasks"));
        var seed = options.Seed is { } own ? new Seed((ulong)own) : context.Seed;
        var stories = seed.Derive("stories");
        context.ReportProgress(null, "telling stories");
        WriteLines(language.Text, Stories.Tell(stories, 0, options.Stories));
        WriteLines(language.HeldOut, Stories.Tell(stories, options.Stories, options.HeldOutStories));
        Directory.CreateDirectory(language.Tasks);
        foreach (var construction in Constructions.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            context.ReportProgress(null, construction.Name);
            WriteLines(Path.Combine(language.Tasks, construction.Name + ".jsonl"), Exercises.Write(construction, seed.Derive("tasks"), options.Examples));
        }

        context.RecordMetric("stories", options.Stories);
        context.RecordMetric("tasks", Constructions.All.Count);
        return Task.FromResult(language);
    }

    // The same bytes on every system.
    private static void WriteLines(string path, IEnumerable<string> lines)
    {
        using var file = new StreamWriter(path) { NewLine = "\n" };
        foreach (var line in lines) file.WriteLine(line);
    }
}
