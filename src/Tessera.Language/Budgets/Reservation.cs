namespace Tessera.Language.Budgets;

/// <summary>A part of a budget that requests under way may use.</summary>
/// <param name="Requests">How many requests.</param>
/// <param name="Most">What they use at most.</param>
internal readonly record struct Reservation(int Requests, RequestBound Most);
