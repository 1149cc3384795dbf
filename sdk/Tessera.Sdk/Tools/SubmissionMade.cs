namespace Tessera.Sdk.Tools;

/// <summary>The agent declared its work done; the environment ends the session.</summary>
/// <param name="Message">What the agent said; null for nothing.</param>
public sealed record SubmissionMade(string? Message) : SessionEvent;
