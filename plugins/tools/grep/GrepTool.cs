using System.Composition;
using System.Text.RegularExpressions;
using Tessera.Sdk.Tools;

namespace Tessera.Tools.Grep;

/// <summary>Searches the files of a workspace.</summary>
/// <param name="options">The bounds.</param>
/// <param name="time">Measures them.</param>
[Tool("grep", Description = "Searches files by regular expression or plain text.", Options = typeof(GrepOptions))]
[method: ImportingConstructor]
public sealed class GrepTool(GrepOptions options, TimeProvider time)
    : Tool<GrepArguments>("grep", "Searches the lines of the workspace's files for a regular expression or plain text. Binary files and what .gitignore names are left out.")
{
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
        var search = new FileSearch(pattern, arguments.Context, arguments.MaxResults ?? options.MaxResults, options.MaxFileBytes);
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            await foreach (var file in FileWalk.FilesAsync(session.Workspace, scope, arguments.IncludeIgnored, either.Token).ConfigureAwait(false))
                await search.SearchAsync(session.Workspace, file, result, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            result.TimedOut = true;
        }

        return new GrepAnswer(result, options).Write(arguments.Pattern, string.IsNullOrWhiteSpace(arguments.Path) ? null : arguments.Path);
    }
}
