using Tessera.Sdk.Parts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Sdk.Tensors.Clustering;

/// <summary>Groups the experts of a library.</summary>
[PartKind("clusterer")]
public interface IClusterer
{
    /// <summary>Assigns each expert to a cluster.</summary>
    /// <param name="library">The experts, read one map at a time. The result must not depend on the order of maps.</param>
    /// <param name="seed">The origin of random choices.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The clusters.</returns>
    Task<Clustering> ClusterAsync(IExpertLibrary library, Seed seed, CancellationToken cancellationToken);
}
