using System.Globalization;
using Tessera.Sdk.Language;

namespace Tessera.Language.Budgets;

/// <summary>How much may be asked of language models, and how much was. One budget may stand around several models.</summary>
/// <param name="calls">How many requests may be made; null for any number.</param>
/// <param name="tokens">How many tokens may be read and written together; null for any number.</param>
/// <param name="cost">How much may be spent, in the currency of the models' prices; null for any sum.</param>
public sealed class LanguageBudget(long? calls = null, long? tokens = null, decimal? cost = null)
{
    private readonly Lock _lock = new();
    private long _calls;
    private RequestBound _reserved;
    private (long Calls, RequestBound Most) _held;
    private Usage _usage;

    /// <summary>Whether there is a bound of what may be spent.</summary>
    internal bool BoundsCost => cost is not null;

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
    /// <param name="cost">How much money.</param>
    internal void Hold(long calls, long tokens, decimal cost)
    {
        lock (_lock) _held = (calls, new RequestBound(tokens, cost));
    }

    /// <summary>Takes as many of some requests as fit, from the first; all or none by their number.</summary>
    /// <param name="most">The most that each request can use.</param>
    /// <param name="count">How many requests must fit by number.</param>
    /// <returns>What was taken.</returns>
    /// <exception cref="BudgetExhaustedException">Not even the first fits, or the number of requests does not.</exception>
    internal Reservation Reserve(IReadOnlyList<RequestBound> most, int count)
    {
        lock (_lock)
        {
            if (calls is { } all && _calls + count > all - _held.Calls) throw Exhausted("calls", count, Math.Max(0, all - _held.Calls - _calls), all);
            var (taken, sum) = (0, default(RequestBound));
            var freeTokens = tokens - _held.Most.Tokens - _usage.InputTokens - _usage.OutputTokens - _reserved.Tokens;
            var freeCost = cost - _held.Most.Cost - _usage.Cost - _reserved.Cost;
            while (taken < most.Count && !((sum + most[taken]).Tokens > freeTokens) && !((sum + most[taken]).Cost > freeCost)) sum += most[taken++];
            if (taken == 0)
            {
                throw most[0].Tokens > freeTokens
                    ? Exhausted("tokens", most[0].Tokens, Math.Max(0, freeTokens.Value), tokens!.Value)
                    : Exhausted("cost", most[0].Cost, Math.Max(0, freeCost!.Value), cost!.Value);
            }

            _calls += taken;
            _reserved += sum;
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
            _reserved -= reservation.Most;
            // Nobody earns tokens by asking.
            _usage += usage with { InputTokens = Math.Max(0, usage.InputTokens), OutputTokens = Math.Max(0, usage.OutputTokens), Cost = Math.Max(0, usage.Cost) };
        }
    }

    private static BudgetExhaustedException Exhausted(string what, decimal needed, decimal left, decimal all) => new(string.Create(
        CultureInfo.InvariantCulture, $"The budget of {all} {(what == "cost" ? "to spend" : what)} is used up: {left} are left, and the next request needs up to {needed}. Raise budget.{what} to go on."));
}
