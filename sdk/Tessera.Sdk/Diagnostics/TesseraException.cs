namespace Tessera.Sdk.Diagnostics;

/// <summary>A failure that is explained by diagnostics; its text is meant for the person at the keyboard.</summary>
public class TesseraException : Exception
{
    /// <summary>Fails with one diagnostic.</summary>
    /// <param name="diagnostic">What happened.</param>
    public TesseraException(Diagnostic diagnostic) : this([diagnostic], null)
    {
    }

    /// <summary>Fails with one diagnostic.</summary>
    /// <param name="diagnostic">What happened.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public TesseraException(Diagnostic diagnostic, Exception? innerException) : this([diagnostic], innerException)
    {
    }

    /// <summary>Fails with several diagnostics at once.</summary>
    /// <param name="diagnostics">What happened; at least one.</param>
    public TesseraException(IReadOnlyList<Diagnostic> diagnostics) : this(diagnostics, null)
    {
    }

    /// <summary>Fails with several diagnostics at once.</summary>
    /// <param name="diagnostics">What happened; at least one.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public TesseraException(IReadOnlyList<Diagnostic> diagnostics, Exception? innerException)
        : base(string.Join(Environment.NewLine, diagnostics), innerException) => Diagnostics = diagnostics;

    /// <summary>What happened.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
