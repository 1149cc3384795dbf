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
        if (_estimate.Of(All(), tools) > limit)
        {
            LeaveOut(tools, (int)(limit * KeptShare));
            ShortenLast(tools, limit);
        }

        return [.. All()];
    }

    /// <summary>Takes the model's count of a question's tokens for the next estimate.</summary>
    public void Learn(ChatRequest request, Usage usage) => _estimate.Learn(request, usage);

    /// <summary>Makes room, because the model found the question too long.</summary>
    /// <returns>Whether anything could be left out.</returns>
    public bool Shorten(IReadOnlyList<ToolDefinition> tools)
    {
        _estimate.Tighten();
        var goal = _estimate.Of(All(), tools) / 2;
        return LeaveOut(tools, goal) | ShortenLast(tools, goal);
    }

    private bool LeaveOut(IReadOnlyList<ToolDefinition> tools, int goal)
    {
        var before = _turns.Count;
        // The last turn is what the model must answer to.
        while (_turns.Count > 1 && _estimate.Of(All(), tools) > goal)
        {
            _turns.RemoveAt(0);
            _leftOut++;
            _note = new ChatMessage(ChatRole.User, string.Create(CultureInfo.InvariantCulture, $"({_leftOut} earlier steps are left out here to save room. The files are as those steps left them.)"));
        }

        return _turns.Count < before;
    }

    // Where the last turn alone is too long, it is the answers of its tools that are, or a model that did not come to an end.
    private bool ShortenLast(IReadOnlyList<ToolDefinition> tools, int goal)
    {
        var changed = false;
        while (_turns is [var last] && _estimate.Of(All(), tools) > goal && last.Shortened() is { } shorter) (_turns[0], changed) = (shorter, true);
        return changed;
    }

    private IEnumerable<ChatMessage> All() => [system, task, .. _note is null ? [] : new[] { _note }, .. _turns.SelectMany(turn => turn.Messages)];
}
