using System.Globalization;
using Tessera.Sdk.Language;
using Tessera.Sdk.Tools;

namespace Tessera.Agents.ToolCalling;

/// <summary>The conversation within the model's context: the system prompt and the task always, and the newest turns.</summary>
/// <remarks>
/// Turns are left out in large pieces rather than one at each step: what the model reads again stays the same for long, so that
/// providers that keep the beginning of conversations in a cache can use it.
/// </remarks>
/// <param name="system">The system prompt.</param>
/// <param name="task">The task.</param>
/// <param name="limit">How many tokens a question may have.</param>
internal sealed class History(ChatMessage system, ChatMessage task, int limit)
{
    // How much of the limit the kept turns may fill after some were left out.
    private const double KeptShare = 0.6;

    private readonly List<Turn> _turns = [];
    private readonly TokenEstimate _estimate = new();
    private ChatMessage? _note;
    private int _leftOut;

    /// <summary>Adds a turn.</summary>
    public void Add(Turn turn) => _turns.Add(turn);

    /// <summary>The question: what fits of the conversation.</summary>
    /// <param name="tools">The tools that are offered with it.</param>
    public IReadOnlyList<ChatMessage> Messages(IReadOnlyList<ToolDefinition> tools)
    {
        if (_estimate.Of(All(), tools) > limit) LeaveOut(tools, (int)(limit * KeptShare));
        return [.. All()];
    }

    /// <summary>Takes the model's count of a question's tokens for the next estimate.</summary>
    public void Learn(ChatRequest request, Usage usage) => _estimate.Learn(request, usage);

    /// <summary>Makes room, because the model found the question too long.</summary>
    /// <returns>Whether anything could be left out.</returns>
    public bool Shorten(IReadOnlyList<ToolDefinition> tools)
    {
        var before = _turns.Count;
        _estimate.Tighten();
        LeaveOut(tools, _estimate.Of(All(), tools) / 2);
        return _turns.Count < before;
    }

    private void LeaveOut(IReadOnlyList<ToolDefinition> tools, int goal)
    {
        // The last turn is what the model must answer to.
        while (_turns.Count > 1 && _estimate.Of(All(), tools) > goal)
        {
            _turns.RemoveAt(0);
            _leftOut++;
            _note = new ChatMessage(ChatRole.User, string.Create(CultureInfo.InvariantCulture, $"({_leftOut} earlier steps are left out here to save room. The files are as those steps left them.)"));
        }
    }

    private IEnumerable<ChatMessage> All() => [system, task, .. _note is null ? [] : new[] { _note }, .. _turns.SelectMany(turn => turn.Messages)];
}
