using System.Text.Json.Nodes;
using Tessera.Sdk.Testing.Tools;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.ToolSources;

/// <summary>What the checks of a source of tools share: fresh sources, their tools, and projects.</summary>
internal sealed class ToolSourceTrial(Func<IToolSource> create, ToolSourceConformanceOptions options)
{
    public ToolSourceConformanceOptions Options => options;

    public IToolSource Create() => create();

    public JsonObject Arguments => (JsonObject)options.Arguments.DeepClone();

    /// <summary>Opens a new source, uses its tools in a new project, and ends it.</summary>
    public Task<TResult> UseAsync<TResult>(Func<IReadOnlyList<ITool>, IToolSession, Task<TResult>> use, CancellationToken token) => UseAsync(Create(), use, token);

    /// <summary>Opens a source, uses its tools in a new project, and ends it.</summary>
    public async Task<TResult> UseAsync<TResult>(IToolSource source, Func<IReadOnlyList<ITool>, IToolSession, Task<TResult>> use, CancellationToken token)
    {
        await using var project = TrialProject.Create(new ToolConformanceOptions { Arguments = options.Arguments, Files = options.Files, OpenSession = options.OpenSession });
        try
        {
            return await use(await source.OpenAsync(token).ConfigureAwait(false), project.Session).ConfigureAwait(false);
        }
        finally
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Makes the call that was given.</summary>
    /// <exception cref="NotApplicableException">There is no such tool.</exception>
    public Task<Observation> CallAsync(IReadOnlyList<ITool> tools, IToolSession session, CancellationToken token) => ToolTrial.CallAsync(Tool(tools), Arguments, session, token);

    /// <summary>The tool that was named.</summary>
    /// <exception cref="NotApplicableException">There is no such tool.</exception>
    public ITool Tool(IReadOnlyList<ITool> tools) =>
        tools.FirstOrDefault(tool => tool.Definition.Name == options.Tool) ?? throw new NotApplicableException($"there is no tool '{options.Tool}'; mend that first.");
}
