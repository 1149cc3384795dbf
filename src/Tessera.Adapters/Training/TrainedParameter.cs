using TorchSharp;

namespace Tessera.Adapters.Training;

/// <summary>A tensor that training changes.</summary>
/// <param name="Name">Its name, unique in what is trained.</param>
/// <param name="Value">The tensor, which requires a gradient; with several members, the first dimension is theirs.</param>
/// <param name="Kind">By which its learning rate and its decay are chosen.</param>
public sealed record TrainedParameter(string Name, torch.Tensor Value, ParameterKind Kind);
