using Tessera.Adapters.Models;

namespace Tessera.Adapters.Routing;

/// <summary>Where a calibration finds the experts' own examples. Batches that are given are the calibration's, which disposes of their tokens.</summary>
/// <param name="Take">Gets some examples of an expert, at most as many as are asked for, in batches: (expert, how many).</param>
/// <param name="Batch">Gets the batch to train with: (expert, step).</param>
public sealed record CalibrationExamples(Func<int, int, IEnumerable<TokenBatch>> Take, Func<int, int, TokenBatch> Batch);
