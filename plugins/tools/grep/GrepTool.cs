using System.Composition;
using System.Text.RegularExpressions;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Grep;

/// <summary>Searches the files of a workspace.</summary>
/// <param name="options">The bounds.</param>
/// <param name="time">Measures them.</param>
[Tool("grep", Description = "Searches files by regular expression or plain text.", Options = typeof(GrepOptions))]
[method: ImportingConstructor]
public sealed class GrepTool(GrepOptions options, TimeProvider time)
    : Tool<GrepArguments>("grep", "Searches the lines of the workspace's files for a regular expression or plain text. Binary files and what .gitignore names are left out.", isReadOnly: true)
{
    // To hand a file to a searcher takes as long as to search a small one.
    private const int FilesAtOnce = 16;

    /// <inheritdoc/>
    protected override async ValueTask<Observation> CallAsync(GrepArguments arguments, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(session);
        if (arguments.Pattern.Length == 0) return Observation.Failure("Pattern cannot be empty.");
        Regex pattern;
        try
        {
            pattern = LinePattern.Make(arguments);
        }
        catch (ArgumentException malformed)
        {
            return Observation.Failure($"Invalid regex pattern: {malformed.Message} Correct it, or set `literal` to search for plain text.");
        }

        var scope = SearchScope.Of(session.Workspace, arguments.Path);
        var result = new SearchResult();
        var needles = Needles.Of(arguments);
        var search = new FileSearch(needles.Suffice(arguments) ? null : new LineMatcher(pattern), needles, arguments.Context, arguments.Count, options.MaxFileBytes);
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds), time);
        using var enough = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, enough.Token, cancellationToken);
        var results = new OrderedResults(result, arguments.MaxResults ?? options.MaxResults, arguments.Count ? null : enough.Cancel);
        try
        {
            var files = FileWalk.FilesAsync(session.Workspace, scope, arguments.IncludeIgnored, result, either.Token);
            await Parallel.ForEachAsync(files.Chunk(FilesAtOnce), new ParallelOptions { CancellationToken = either.Token, MaxDegreeOfParallelism = Environment.ProcessorCount }, SearchAsync).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            result.TimedOut = !result.IsEnough;
            results.Finish();
        }

        return new GrepAnswer(result, options).Write(arguments.Pattern, string.IsNullOrWhiteSpace(arguments.Path) ? null : arguments.Path);

        async ValueTask SearchAsync((int Index, WorkspaceEntry Entry)[] some, CancellationToken ending)
        {
            foreach (var (index, entry) in some)
            {
                ending.ThrowIfCancellationRequested();
                results.Add(index, await search.SearchAsync(session.Workspace, entry, results.Room, ending).ConfigureAwait(false));
            }
        }
    }
}
