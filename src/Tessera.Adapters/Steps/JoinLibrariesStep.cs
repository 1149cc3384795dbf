using System.ComponentModel.DataAnnotations;
using System.Composition;
using Tessera.Adapters.Library;
using Tessera.Adapters.Routing;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Steps;

namespace Tessera.Adapters.Steps;

/// <summary>Options of <c>step/join-libraries</c>.</summary>
public sealed class JoinLibrariesOptions
{
    /// <summary>The libraries, whose experts have different names.</summary>
    [MinLength(1)]
    public required IReadOnlyList<ExpertLibrary> Libraries { get; set; }
}

[Step("join-libraries", Description = "Puts the experts of several libraries into one, byte for byte.", Options = typeof(JoinLibrariesOptions), Deterministic = true)]
[method: ImportingConstructor]
internal sealed class JoinLibrariesStep(JoinLibrariesOptions options) : IPipelineStep<ExpertLibrary>
{
    public Task<ExpertLibrary> RunAsync(IStepContext context, CancellationToken cancellationToken)
    {
        RefuseSameNames();
        RefuseOtherTies();
        RefuseTrainedRouting();
        var folder = Path.Combine(context.Folder, "library");
        var joined = LibraryFolder.At(folder);
        foreach (var library in options.Libraries)
        {
            using var held = LibraryLock.ForReading(library.Folder);
            foreach (var (index, expert) in library.Experts.Index())
            {
                cancellationToken.ThrowIfCancellationRequested();
                joined.Add(expert.Name, Path.Combine(library.Folder, expert.Name), library.RecordOf(index));
                if (ExpertHash.Of(Path.Combine(folder, expert.Name)) != library.HashOf(index))
                    throw new TesseraException(Diagnostic.Error("TESS5326", $"'{expert.Name}' has changed since its library was opened.", new SourceLocation(library.Folder), "Run it again when nobody changes the library."));
                if (library.ScoresOf(index) is { Count: > 0 } scores) joined.Record(expert.Name, scores);
            }
        }

        context.RecordMetric("experts", options.Libraries.Sum(library => library.Experts.Count));
        return Task.FromResult(ExpertLibrary.Open(folder, options.Libraries[0].Ties));
    }

    // Which maps share routing is said when a library is opened, and holds for all experts.
    private void RefuseOtherTies()
    {
        static string Shown(ExpertLibrary library) => string.Join(", ", library.Ties.Select(list => $"[{string.Join(", ", list)}]"));
        if (options.Libraries.FirstOrDefault(library => Shown(library) != Shown(options.Libraries[0])) is { } other)
            throw new TesseraException(Diagnostic.Error(
                "TESS5324", $"The libraries tie different maps: '{Shown(options.Libraries[0])}' and '{Shown(other)}'.", new SourceLocation(other.Folder), "Load all of them with the same tie."));
    }

    // What was learned together with skills holds for them alone, and a router without it would begin anew.
    private void RefuseTrainedRouting()
    {
        if (options.Libraries.FirstOrDefault(TrainedRouting.IsKept) is { } skills)
            throw new TesseraException(Diagnostic.Error(
                "TESS5325", "A library was trained together with its routing, which would not hold for a joined library.", new SourceLocation(skills.Folder), "Evaluate it by itself, beside the joined one."));
    }

    // As file systems see them that do not tell cases apart.
    private void RefuseSameNames()
    {
        var names = options.Libraries.SelectMany(library => library.Experts.Select(expert => (expert.Name, library.Folder)));
        if (names.GroupBy(expert => expert.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new TesseraException(Diagnostic.Error(
                "TESS5323", $"Several of the libraries have an expert '{twice.Key}'.", new SourceLocation(twice.Last().Folder), "Train or merge one of them under another name, or leave a library out."));
    }
}
