using System.Globalization;
using Tessera.Sdk.Language;

namespace Tessera.Language.Budgets;

/// <summary>How much may be asked of language models, and how much was. One budget may stand around several models.</summary>
/// <param name="calls">How many requests may be made; null for any number.</param>
/// <param name="tokens">How many tokens may be read and written together; null for any number.</param>
public sealed class LanguageBudget(long? calls = null, long? tokens = null)
{
    private readonly Lock _lock = new();
    private long _calls;
    private long _reservedTokens;
    private (long Calls, long Tokens) _held;
    private Usage _usage;

    /// <summary>How many requests were made.</summary>
    public long Calls
    {
        get
        {
            lock (_lock) return _calls;
        }
    }

    /// <summary>How many tokens were read and written.</summary>
    public Usage Usage
    {
        get
        {
            lock (_lock) return _usage;
        }
    }

    /// <summary>Holds a part back until it is released, so that what comes after a search can still be asked. What was held before is released.</summary>
    /// <param name="calls">How many requests.</param>
    /// <param name="tokens">How many tokens.</param>
    internal void Hold(long calls, long tokens)
    {
        lock (_lock) _held = (calls, tokens);
    }

    /// <summary>Takes as many of some requests as fit, from the first; all or none by their number.</summary>
    /// <param name="largestTokens">The most tokens that each request can cost.</param>
    /// <param name="count">How many requests must fit by number.</param>
    /// <returns>What was taken.</returns>
    /// <exception cref="BudgetExhaustedException">Not even the first fits, or the number of requests does not.</exception>
    internal Reservation Reserve(IReadOnlyList<long> largestTokens, int count)
    {
        lock (_lock)
        {
            if (calls is { } most && _calls + count > most - _held.Calls) throw Exhausted("calls", count, Math.Max(0, most - _held.Calls - _calls), most);
            var (taken, sum) = (0, 0L);
            var free = tokens - _held.Tokens - _usage.InputTokens - _usage.OutputTokens - _reservedTokens;
            while (taken < largestTokens.Count && !(sum + largestTokens[taken] > free)) sum += largestTokens[taken++];
            if (taken == 0) throw Exhausted("tokens", largestTokens[0], Math.Max(0, free!.Value), tokens!.Value);
            _calls += taken;
            _reservedTokens += sum;
            return new Reservation(taken, sum);
        }
    }

    /// <summary>Replaces what was reserved by what was used.</summary>
    /// <param name="reservation">What was reserved.</param>
    /// <param name="usage">What was used; nothing when the requests failed.</param>
    internal void Settle(Reservation reservation, Usage usage)
    {
        lock (_lock)
        {
            _reservedTokens -= reservation.Tokens;
            // Nobody earns tokens by asking.
            _usage += usage with { InputTokens = Math.Max(0, usage.InputTokens), OutputTokens = Math.Max(0, usage.OutputTokens), Cost = Math.Max(0, usage.Cost) };
        }
    }

    private static BudgetExhaustedException Exhausted(string what, long needed, long left, long all) => new(string.Create(
        CultureInfo.InvariantCulture, $"The budget of {all} {what} is used up: {left} are left, and the next request needs up to {needed}. Raise budget.{what} to go on."));
}
