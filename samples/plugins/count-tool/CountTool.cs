#region tool
using System.Composition;
using System.Text;
using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;

namespace Samples.CountTool;

/// <summary>Counts what is in a file.</summary>
/// <param name="options">What counts.</param>
[Tool("count", Description = "Counts the lines, words and bytes of a file.", Options = typeof(CountOptions))]
[method: ImportingConstructor]
public sealed class CountTool(CountOptions options)
    : Tool<CountArguments>("count", "Counts the lines, words and bytes of a text file.")
{
    /// <inheritdoc/>
    protected override async ValueTask<Observation> CallAsync(
        CountArguments arguments, IToolSession session, CancellationToken cancellationToken)
    {
        var path = session.Workspace.Resolve(arguments.Path);
        var bytes = await session.Workspace.ReadAsync(path, cancellationToken);
        var lines = Encoding.UTF8.GetString(bytes).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var counted = options.CountBlankLines ? lines.Length : lines.Count(line => line.Trim().Length > 0);
        var words = lines.Sum(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);
        return Observation.Success(
            $"{path} has {counted} lines, {words} words and {bytes.Length} bytes.",
            new JsonObject { ["lines"] = counted, ["words"] = words, ["bytes"] = bytes.Length });
    }
}
#endregion
