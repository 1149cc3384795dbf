using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Loading;

/// <summary>What came of reading a pipeline.</summary>
/// <param name="Pipeline">The pipeline; null when something is wrong.</param>
/// <param name="Diagnostics">Everything that is wrong, in the order of the file.</param>
public sealed record PipelineLoadResult(Pipeline? Pipeline, IReadOnlyList<Diagnostic> Diagnostics);
