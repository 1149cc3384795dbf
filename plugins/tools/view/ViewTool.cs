using System.Composition;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Tools.View;

/// <summary>Shows lines of a file, and which of them have breakpoints.</summary>
/// <param name="options">The bound.</param>
[Tool("view", Description = "Shows a file with line numbers and breakpoints.", Options = typeof(ViewOptions))]
[method: ImportingConstructor]
public sealed class ViewTool(ViewOptions options)
    : Tool<ViewArguments>("view", "Shows a file of the workspace, or a range of its lines, with line numbers. A `B` marks a line with a breakpoint.", isReadOnly: true),
        ISessionEventHandler<BreakpointsChanged>
{
    // Larger files are data; to be shown in part, they would have to be read in part.
    private const int LargestFile = 64 << 20;

    private IReadOnlyList<Breakpoint> _breakpoints = [];

    /// <inheritdoc/>
    public ValueTask<Observation?> HandleAsync(BreakpointsChanged sessionEvent, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sessionEvent);
        _breakpoints = sessionEvent.Breakpoints;
        return default;
    }

    /// <inheritdoc/>
    protected override async ValueTask<Observation> CallAsync(ViewArguments arguments, IToolSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(session);
        var path = session.Workspace.Resolve(arguments.Path);
        var content = await session.Workspace.ReadAtMostAsync(path, LargestFile, cancellationToken).ConfigureAwait(false);
        if (TextContent.IsBinary(content)) return Observation.Failure($"`{path}` is a binary file of {content.Length.ToString(CultureInfo.InvariantCulture)} bytes and cannot be shown as text.");
        var text = TextContent.Decode(content).Text;
        var count = text.AsSpan().Count('\n') + (text.Length > 0 && text[^1] != '\n' ? 1 : 0);
        if (count > 0 && FaultOf(arguments, count) is { } fault) return Observation.Failure(fault);
        await session.PublishAsync(new FileViewed(path, content), cancellationToken).ConfigureAwait(false);
        if (count == 0) return Observation.Success($"The file `{path}` is empty.");

        var start = arguments.Start ?? 1;
        var end = (int)Math.Min(Math.Min(arguments.End ?? int.MaxValue, count), (long)start + options.MaxLines - 1);
        return Observation.Success(
            Header(path, start, end, count, session.Workspace.AccessTo(path), arguments) + Body(path, text, start, end, count, arguments),
            new JsonObject { ["path"] = path.Relative, ["start"] = start, ["end"] = end, ["lines"] = count });
    }

    private static string? FaultOf(ViewArguments arguments, int count)
    {
        var start = arguments.Start ?? 1;
        if (start < 1 || start > count) return Invariant($"Invalid start index: `{start}`. It should be between 1 and {count}.");
        return arguments.End < start ? Invariant($"Invalid range: start index `{start}` is greater than end index `{arguments.End}`.") : null;
    }

    private static string Header(WorkspacePath path, int start, int end, int count, WorkspaceAccess access, ViewArguments arguments)
    {
        var header = Invariant($"Viewing `{path}`, lines {start}-{end} of {count} total lines.");
        if (access == WorkspaceAccess.ReadOnly) header += " The file is read-only.";
        return arguments.IncludeLineNumbersAndBreakpoints ? header + " B indicates breakpoint before a certain line of code." : header;
    }

    private string Body(WorkspacePath path, ReadOnlySpan<char> text, int start, int end, int count, ViewArguments arguments)
    {
        var marked = _breakpoints.Where(breakpoint => breakpoint.File == path.Relative).Select(breakpoint => breakpoint.Line).ToHashSet();
        var width = count > 9999 ? 8 : 4;
        var body = new StringBuilder("\n\n```\n");
        for (var number = 1; number < start; number++) text = text[(text.IndexOf('\n') + 1)..];
        for (var number = start; number <= end; number++)
        {
            var length = text.IndexOf('\n');
            var code = (length < 0 ? text : text[..length]).TrimEnd('\r');
            text = length < 0 ? [] : text[(length + 1)..];
            if (arguments.IncludeLineNumbersAndBreakpoints)
                body.Append(marked.Contains(number) ? "B " : "  ").Append(number.ToString(CultureInfo.InvariantCulture).PadLeft(width)).Append(' ');
            body.Append(code).Append('\n');
        }

        return body.Append("```\n").ToString();
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
