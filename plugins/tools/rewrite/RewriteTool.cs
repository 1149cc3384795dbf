using System.Composition;
using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.Rewrite;

/// <summary>Replaces lines of a file, a whole file, or makes a new one, and shows what changed.</summary>
/// <remarks>
/// An edit is refused where somebody else changed the file since the agent saw it (<see cref="FileViewed"/>, or an edit of its own),
/// or where something else stands in the lines than it expects. Edits can be taken back. A Python file that does not compile after
/// an edit is told of, and kept: an edit may need another one.
/// </remarks>
/// <param name="options">The bounds.</param>
/// <param name="time">Measures them.</param>
[Tool("rewrite", Description = "Replaces lines of a file, keeping its encoding and line endings.", Options = typeof(RewriteOptions))]
[method: ImportingConstructor]
public sealed class RewriteTool(RewriteOptions options, TimeProvider time) : Tool<RewriteArguments>(
    "rewrite",
    "Replaces the lines `start` to `end` of a file by `new_code`; without `start`, replaces or creates the whole file. Answers with the difference. " +
    "With `undo`, takes back the last edit of the file."),
    ISessionEventHandler<FileViewed>, ISessionEventHandler<EnvironmentReset>, IAsyncDisposable
{
    // No source file is larger; the texts before and after are held in memory several times.
    private const int LargestFile = 64 << 20;

    private readonly SeenFiles _seen = new();
    private readonly EditHistory _history = new(options.UndoLimit);
    private readonly SyntaxCheck _syntax = new(TimeSpan.FromMilliseconds(options.SyntaxCheckMilliseconds), time);

    /// <inheritdoc/>
    public ValueTask<Observation?> HandleAsync(FileViewed sessionEvent, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sessionEvent);
        _seen.See(sessionEvent.Path, sessionEvent.Content);
        // Who looks at a file may change it next.
        if (IsPython(sessionEvent.Path)) _syntax.Prepare(session);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<Observation?> HandleAsync(EnvironmentReset sessionEvent, IToolSession session, CancellationToken cancellationToken)
    {
        _seen.Clear();
        _history.Clear();
        return default;
    }

    /// <summary>Ends the process that looks at Python files.</summary>
    /// <returns>A task that ends when it has ended.</returns>
    public ValueTask DisposeAsync() => _syntax.DisposeAsync();

    /// <inheritdoc/>
    protected override async ValueTask<Observation> CallAsync(RewriteArguments arguments, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(session);
        var path = session.Workspace.Resolve(arguments.Path);
        var current = session.Workspace.Find(path) is null ? null : await session.Workspace.ReadAtMostAsync(path, LargestFile, cancellationToken).ConfigureAwait(false);
        if (_seen.ChangeOf(path, current) is { } change) return Refuse(change);
        if (arguments.Undo) return await UndoAsync(path, current, session, cancellationToken).ConfigureAwait(false);
        if (arguments.NewCode is not { } code) return Refuse("'new_code' is missing. Give the code that takes the place of the lines, or `undo`.");
        if (code.Contains('\0')) return Refuse("new_code contains a NUL character, which no source file may hold.");
        if (TextContent.IsBinary(current)) return Refuse($"`{path}` is a binary file.");

        var before = current is null ? TextContent.Create("") : TextContent.Decode(current);
        var lineCount = before.Text.AsSpan().Count('\n') + (before.Text is [.., not '\n'] ? 1 : 0);
        if (current is not null && LineRange.FaultOf(arguments, lineCount) is { } fault) return Refuse(fault);
        var (first, count) = current is null ? (1, 0) : LineRange.Of(arguments, lineCount);
        if (arguments.Expected is { } expected && ExpectedText.FaultOf(TextContent.Lines(before.Text), first, count, expected) is { } difference) return Refuse(difference);

        var replacement = LineReplacement.Make(before.Text, first, count, code);
        var after = current is null ? code : replacement.Text;
        if (current is not null && after == before.Text) return Observation.Success($"The file `{path}` is unchanged: the new code is what stands there already.");
        if (before.Encode(after) is not { } content) return Refuse($"new_code contains a character that cannot be written in the file's encoding, {before.EncodingName}.");

        // Python looks at it while it is written.
        var problem = FindProblemAsync(path, content, session, cancellationToken);
        await session.Workspace.WriteAsync(path, content, cancellationToken).ConfigureAwait(false);
        _history.Add(new PastEdit(path, current, content, replacement.Edit));
        var done = $"The file `{path}` has been {(current is null ? "created" : "updated")} successfully.";
        return await AnswerAsync(done, path, current is null ? null : before.Text, content, after, replacement.Edit, problem, session, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Observation> UndoAsync(WorkspacePath path, byte[]? current, IToolSession session, CancellationToken cancellationToken)
    {
        if (_history.LastOf(path) is not { } edit) return Refuse($"There is no edit of `{path}` to take back.");
        // What nobody has looked at since the edit cannot have been noticed before.
        if (current is null || !edit.After.AsSpan().SequenceEqual(current)) return Refuse($"The last edit of `{path}` cannot be taken back: the file is no longer as that edit left it.");
        var problem = FindProblemAsync(path, edit.Before, session, cancellationToken);
        if (edit.Before is { } before) await session.Workspace.WriteAsync(path, before, cancellationToken).ConfigureAwait(false);
        else await session.Workspace.DeleteAsync(path, cancellationToken).ConfigureAwait(false);
        _history.Remove(edit);
        var done = $"The last edit of `{path}` has been taken back{(edit.Before is null ? ": the file is gone again" : "")}.";
        return await AnswerAsync(done, path, TextOf(current), edit.Before, TextOf(edit.Before), edit.Lines.Inverse(), problem, session, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Observation> AnswerAsync(
        string done, WorkspacePath path, string? before, byte[]? content, string? after, LineEdit edit, Task<SyntaxProblem?> finding, IToolSession session, CancellationToken cancellationToken)
    {
        if (content is null) _seen.Forget(path);
        else _seen.See(path, content);
        await session.PublishAsync(new FileChanged(path, content is null ? null : [edit]), cancellationToken).ConfigureAwait(false);
        var difference = UnifiedDifference.Between(before ?? "", after ?? "", "original", "current");
        var problem = await finding.ConfigureAwait(false);
        var note = problem is null ? "" : $"\nThe file is not valid Python now: {problem.Message}{(problem.Line is { } line ? FormattableString.Invariant($" (line {line})") : "")}.\n";
        return Observation.Success(
            $"{done}\n\nDiff:\n\n{difference}{note}",
            new JsonObject
            {
                ["path"] = path.Relative,
                ["created"] = before is null,
                ["firstLine"] = edit.FirstLine,
                ["oldCount"] = edit.OldCount,
                ["newCount"] = edit.NewCount,
                ["syntaxError"] = problem is null ? null : new JsonObject { ["message"] = problem.Message, ["line"] = problem.Line },
            });
    }

    private Task<SyntaxProblem?> FindProblemAsync(WorkspacePath path, byte[]? content, IToolSession session, CancellationToken cancellationToken) =>
        content is not null && IsPython(path) ? _syntax.FindAsync(content, session, cancellationToken) : Task.FromResult<SyntaxProblem?>(null);

    private static string? TextOf(byte[]? content) => content is null ? null : TextContent.Decode(content).Text;

    private static bool IsPython(WorkspacePath path) => path.Relative.EndsWith(".py", StringComparison.Ordinal) || path.Relative.EndsWith(".pyi", StringComparison.Ordinal);

    private static Observation Refuse(string reason) => Observation.Failure($"Rewrite failed. Error message:\n{reason}");
}
