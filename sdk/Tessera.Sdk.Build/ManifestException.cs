using Tessera.Sdk.Diagnostics;

namespace Tessera.Sdk.Build;

/// <summary>A plugin whose manifest cannot be written.</summary>
internal sealed class ManifestException(string origin, IReadOnlyList<Diagnostic> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>The project that the build shows beside the errors.</summary>
    public string Origin { get; } = origin;

    public IReadOnlyList<Diagnostic> Problems { get; } = problems;
}
