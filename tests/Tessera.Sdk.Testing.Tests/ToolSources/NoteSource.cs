using System.Text.Json.Nodes;
using Tessera.Sdk.Tools;

namespace Tessera.Sdk.Testing.Tests.ToolSources;

/// <summary>A source of two tools that answer from memory. As it stands it keeps the contract; each hook lets it break one point of it.</summary>
[ToolSource("notes", Description = "Brings tools that keep notes in memory.")]
internal class NoteSource : IToolSource
{
    private bool _ended;

    /// <summary>What becomes of the definitions.</summary>
    public Func<IReadOnlyList<ToolDefinition>, IReadOnlyList<ToolDefinition>> Offer { get; init; } = definitions => definitions;

    /// <summary>What happens first when it is opened.</summary>
    public Func<CancellationToken, Task> OnOpen { get; init; } = _ => Task.CompletedTask;

    /// <summary>What happens first at each call.</summary>
    public Func<JsonObject, Task> OnCall { get; init; } = _ => Task.CompletedTask;

    /// <summary>What becomes of an answer.</summary>
    public Func<Observation, Observation> After { get; init; } = observation => observation;

    public Func<JsonObject, Exception, Observation?> WhenWrong { get; init; } = (_, wrong) => Observation.Failure(wrong.Message);

    public bool HandsTokenOn { get; init; } = true;

    public bool EndsTools { get; init; } = true;

    public Action<bool> OnDispose { get; init; } = _ => { };

    public async Task<IReadOnlyList<ITool>> OpenAsync(CancellationToken cancellationToken)
    {
        if (HandsTokenOn) cancellationToken.ThrowIfCancellationRequested();
        await OnOpen(cancellationToken);
        return [.. Offer([Define("note", "Keeps a note."), Define("recall", "Tells what was noted.")]).Select(definition => new NoteTool(this, definition))];
    }

    public ValueTask DisposeAsync()
    {
        OnDispose(_ended);
        _ended = true;
        return ValueTask.CompletedTask;
    }

    public static ToolDefinition Define(string name, string description) => new(name, description, new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["text"] = new JsonObject { ["type"] = "string", ["description"] = "The text." } },
        ["required"] = new JsonArray("text"),
    });

    private async Task<Observation> AnswerAsync(JsonObject arguments, CancellationToken cancellationToken)
    {
        if (HandsTokenOn) cancellationToken.ThrowIfCancellationRequested();
        if (_ended && EndsTools) return Observation.Failure("The source has ended.");
        try
        {
            await OnCall(arguments);
            var text = arguments is { Count: 1 } && arguments["text"] is JsonValue value && value.TryGetValue<string>(out var given) ? given : throw new ArgumentException("'text' is a text, and nothing else is taken.");
            return After(Observation.Success($"Noted {text.Length} characters."));
        }
        catch (ArgumentException wrong) when (WhenWrong(arguments, wrong) is { } answer)
        {
            return answer;
        }
    }

    private sealed class NoteTool(NoteSource source, ToolDefinition definition) : ITool
    {
        public ToolDefinition Definition => definition;

        public async ValueTask<Observation> CallAsync(ToolCall call, IToolSession session, CancellationToken cancellationToken) => await source.AnswerAsync(call.Arguments, cancellationToken);
    }
}
