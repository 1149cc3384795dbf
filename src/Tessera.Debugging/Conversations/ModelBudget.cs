using System.Globalization;
using Tessera.Sdk.Language;

namespace Tessera.Debugging.Conversations;

/// <summary>What chat models may cost. Several models may draw on one budget, and one model on several.</summary>
/// <param name="name">Whose budget it is, for the message that it is used up.</param>
/// <param name="tokens">How many tokens may be read and written; null for any number.</param>
/// <param name="cost">How much may be paid, in the currency of the models' price lists; null for any amount.</param>
internal sealed class ModelBudget(string name, long? tokens, decimal? cost)
{
    private readonly Lock _lock = new();
    private Usage _used;
    private ModelReservation _reserved;

    /// <summary>What was used.</summary>
    public Usage Used
    {
        get
        {
            lock (_lock) return _used;
        }
    }

    /// <summary>Counts what was used before, by a run that this one goes on with.</summary>
    public void Add(Usage usage)
    {
        lock (_lock) _used += usage;
    }

    /// <summary>Sets aside what a question may use.</summary>
    /// <exception cref="BudgetExhaustedException">It may use more than is left.</exception>
    public void Reserve(ModelReservation needed)
    {
        lock (_lock)
        {
            var usedTokens = _used.InputTokens + _used.OutputTokens;
            if (usedTokens + _reserved.Tokens + needed.Tokens > tokens)
                throw Exhausted("tokens", Text(tokens.Value), Text(usedTokens), Text(needed.Tokens));
            if (_used.Cost + _reserved.Cost + needed.Cost > cost)
                throw Exhausted("cost", Text(cost.Value), Text(_used.Cost), Text(needed.Cost));
            _reserved = new ModelReservation(_reserved.Tokens + needed.Tokens, _reserved.Cost + needed.Cost);
        }
    }

    /// <summary>Replaces what was set aside by what was used.</summary>
    public void Settle(ModelReservation needed, Usage usage)
    {
        lock (_lock)
        {
            _reserved = new ModelReservation(_reserved.Tokens - needed.Tokens, _reserved.Cost - needed.Cost);
            _used += usage;
        }
    }

    private BudgetExhaustedException Exhausted(string what, string all, string used, string needed) => new(
        $"The budget of {name} is used up: {used} of {all} {what} are used, and the next question needs up to {needed}. Raise {what} of the budget to go on.");

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
