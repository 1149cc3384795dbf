using Tessera.Adapters.Models;
using TorchSharp;

namespace Tessera.Adapters.Training;

/// <summary>Some of the members of what is trained. Whoever asked for it disposes of it after the pass.</summary>
public interface ITrainedPart : IAdaptation, IDisposable
{
    /// <summary>Finds the gradients of a loss; they wait until they are gathered, unless the part is alone with its members.</summary>
    /// <param name="loss">A single number.</param>
    void Learn(torch.Tensor loss);

    /// <summary>Adds the gradients to those of the whole. Parts run on threads of their own; they are gathered by one, in order. A part that is alone with its members has nothing to gather.</summary>
    void Gather();
}
