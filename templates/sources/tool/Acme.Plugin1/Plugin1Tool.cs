using System.Composition;
using System.Text;
using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;

namespace Acme.Plugin1;

/// <summary>Counts the lines of a file that hold a text.</summary>
/// <param name="options">How texts are compared.</param>
[Tool("plugin-1", Description = "Counts the lines of a file that hold a text.", Options = typeof(Plugin1Options))]
[method: ImportingConstructor]
public sealed class Plugin1Tool(Plugin1Options options)
    : Tool<Plugin1Arguments>("plugin-1", "Counts the lines of a file that hold a text. Use it to see how often something is mentioned.", isReadOnly: true)
{
    /// <inheritdoc/>
    protected override async ValueTask<Observation> CallAsync(
        Plugin1Arguments arguments, IToolSession session, CancellationToken cancellationToken)
    {
        // The workspace confines every path; what it refuses is told to the agent.
        var path = session.Workspace.Resolve(arguments.Path);
        var bytes = await session.Workspace.ReadAsync(path, cancellationToken);
        var comparison = options.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var count = Encoding.UTF8.GetString(bytes).Split('\n').Count(line => line.Contains(arguments.Text, comparison));
        return Observation.Success($"{path}: {count} lines.", new JsonObject { ["lines"] = count });
    }
}
