using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Tessera.Sdk.Schemas;
using Tessera.Sdk.Tools;
using Tessera.Sdk.Workspaces;

namespace Tessera.Sdk.Testing.Tests.Tools;

/// <summary>
/// A tool that appends a line to a file and tells the file's mean length of a line. As it stands it keeps the contract;
/// each hook lets it break one point of it.
/// </summary>
internal class WriteTool : ITool, ISessionEventHandler<EnvironmentReset>, ISessionEventHandler<FileChanged>, IDisposable
{
    private int _calls;

    public ToolDefinition Definition { get; set; } = new("append_line", "Appends a line to a file and tells the mean length of its lines.", JsonSchema.Describe(typeof(WriteArguments)));

    /// <summary>What happens instead of checking the arguments.</summary>
    public Func<JsonObject, Binding>? Bind { get; init; }

    /// <summary>What happens after the call was understood, before it is answered.</summary>
    public Func<WriteArguments, IToolSession, CancellationToken, Task<Observation?>>? Before { get; init; }

    public Func<Observation, Observation>? After { get; init; }

    public bool Announces { get; init; } = true;

    /// <summary>Whether what the tool waits for hears of it when the call is cancelled.</summary>
    public bool HandsTokenOn { get; init; } = true;

    public bool Forgets { get; init; } = true;

    public Action? OnEvent { get; init; }

    public Action? OnDispose { get; init; }

    public async ValueTask<Observation> CallAsync(ToolCall call, IToolSession session, CancellationToken cancellationToken)
    {
        var binding = Bind is null ? ObjectBinder.Bind(typeof(WriteArguments), call.Arguments, BindingRules.Lenient) : Bind(call.Arguments);
        if (binding.Errors.Count > 0) return Observation.Failure(string.Join(" ", binding.Errors));
        var arguments = (WriteArguments)binding.Value!;
        try
        {
            if (Before is not null && await Before(arguments, session, cancellationToken) is { } instead) return instead;
            if (!HandsTokenOn) cancellationToken = CancellationToken.None;
            var path = session.Workspace.Resolve(arguments.Path);
            var text = Encoding.UTF8.GetString(await session.Workspace.ReadAsync(path, cancellationToken)) + arguments.Line + "\n";
            await session.Workspace.WriteAsync(path, Encoding.UTF8.GetBytes(text), cancellationToken);
            if (Announces) await session.PublishAsync(new FileChanged(path), cancellationToken);
            var mean = text.Split('\n')[..^1].Average(line => line.Length);
            var observation = Observation.Success(
                string.Create(CultureInfo.InvariantCulture, $"{path}, call {++_calls}: lines have {mean:0.00} characters."), new JsonObject { ["mean"] = mean });
            return (After?.Invoke(observation) ?? observation).Bounded(After is null ? Observation.TextLimit : int.MaxValue);
        }
        catch (WorkspaceException refused)
        {
            return Observation.Failure(refused.Message);
        }
    }

    public ValueTask<Observation?> HandleAsync(EnvironmentReset sessionEvent, IToolSession session, CancellationToken cancellationToken)
    {
        if (Forgets) _calls = 0;
        return default;
    }

    public ValueTask<Observation?> HandleAsync(FileChanged sessionEvent, IToolSession session, CancellationToken cancellationToken)
    {
        OnEvent?.Invoke();
        return default;
    }

    public void Dispose() => OnDispose?.Invoke();
}
