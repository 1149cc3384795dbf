namespace Tessera.Sdk.Diagnostics;

/// <summary>What happened, where, and what to do next.</summary>
/// <param name="Id">The id under which <c>docs/diagnostics</c> explains it, such as <c>TESS3001</c>.</param>
/// <param name="Severity">How grave it is.</param>
/// <param name="Message">What happened, in one sentence.</param>
/// <param name="Location">Where; null when there is no place to show.</param>
/// <param name="Remedy">What to do next; null when the message says it.</param>
public sealed record Diagnostic(
    string Id, DiagnosticSeverity Severity, string Message, SourceLocation? Location = null, string? Remedy = null)
{
    /// <summary>Makes an error.</summary>
    /// <param name="id">The diagnostic's id.</param>
    /// <param name="message">What happened.</param>
    /// <param name="location">Where.</param>
    /// <param name="remedy">What to do next.</param>
    /// <returns>The diagnostic.</returns>
    public static Diagnostic Error(string id, string message, SourceLocation? location = null, string? remedy = null) =>
        new(id, DiagnosticSeverity.Error, message, location, remedy);

    /// <summary>The diagnostic on one line: place, severity, id, message and remedy.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        var place = Location is null ? "" : $"{Location}: ";
        var key = Location?.KeyPath is { Length: > 0 } path ? $" (at {path})" : "";
        var remedy = Remedy is null ? "" : $" {Remedy}";
        return $"{place}{Severity.ToString().ToLowerInvariant()} {Id}: {Message}{key}{remedy}";
    }
}
