namespace Tessera.Sdk.Diagnostics;

/// <summary>How grave a diagnostic is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Information,

    /// <summary>Works, but probably not as meant.</summary>
    Warning,

    /// <summary>What was asked for cannot be done.</summary>
    Error,
}
