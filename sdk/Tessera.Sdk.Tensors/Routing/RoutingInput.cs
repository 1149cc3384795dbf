using Tessera.Sdk.Randomness;
using TorchSharp;

namespace Tessera.Sdk.Tensors.Routing;

/// <summary>The input of a routed map.</summary>
public sealed record RoutingInput
{
    /// <summary>The hidden states, (tokens, d_in): the tokens of all examples one after another.</summary>
    public required torch.Tensor Hidden { get; init; }

    /// <summary>The example that each token belongs to, (tokens), 64-bit; null for a single example.</summary>
    public torch.Tensor? Examples { get; init; }

    /// <summary>How many examples there are.</summary>
    /// <value>The default value is 1.</value>
    public int ExampleCount { get; init; } = 1;

    /// <summary>The task of each example, an index into <see cref="RoutingContext.Tasks"/>, -1 for unknown; null where tasks are not known.</summary>
    public IReadOnlyList<int>? Tasks { get; init; }

    /// <summary>Whether the model is being trained, which lets routers sample and keep gradients.</summary>
    public bool Training { get; init; }

    /// <summary>The expert that these examples are of, while an <see cref="ICalibratedRouting"/> is trained: it alone is given weight; null otherwise.</summary>
    public int? OwnExpert { get; init; }

    /// <summary>The origin of random choices for this step.</summary>
    public Seed Seed { get; init; }
}
