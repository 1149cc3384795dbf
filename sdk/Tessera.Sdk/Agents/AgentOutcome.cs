namespace Tessera.Sdk.Agents;

/// <summary>How an agent's work ended.</summary>
/// <param name="Reason">Why it stopped.</param>
/// <param name="Steps">How many calls it made.</param>
/// <param name="Message">Its last words; null for none.</param>
public sealed record AgentOutcome(AgentStopReason Reason, int Steps, string? Message = null);
