using Tessera.Adapters.Models;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>Where a calibration finds the experts' own examples. Batches that are given are the calibration's, which disposes of their tokens.</summary>
/// <param name="Take">Gets some examples of an expert, at most as many as are asked for, in batches: (expert, how many).</param>
/// <param name="Loss">Gets the loss, a single number, of some examples of an expert under an adaptation: (expert, step, adaptation).</param>
public sealed record CalibrationExamples(Func<int, int, IEnumerable<TokenBatch>> Take, Func<int, int, IAdaptation, torch.Tensor> Loss);
