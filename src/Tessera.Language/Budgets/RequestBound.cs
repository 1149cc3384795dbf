namespace Tessera.Language.Budgets;

/// <summary>What a request, or several, can use at most.</summary>
/// <param name="Tokens">How many tokens are read and written.</param>
/// <param name="Cost">What they cost.</param>
internal readonly record struct RequestBound(long Tokens, decimal Cost)
{
    public static RequestBound operator +(RequestBound left, RequestBound right) => new(left.Tokens + right.Tokens, left.Cost + right.Cost);

    public static RequestBound operator -(RequestBound left, RequestBound right) => new(left.Tokens - right.Tokens, left.Cost - right.Cost);
}
