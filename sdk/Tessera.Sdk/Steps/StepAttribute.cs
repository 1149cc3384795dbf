using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Steps;

/// <summary>Exports a class as a pipeline step.</summary>
/// <param name="name">The name after <c>step/</c>.</param>
public sealed class StepAttribute(string name) : PartAttribute(typeof(IPipelineStep), name)
{
    /// <summary>Whether the same options, inputs and seed give the same output byte for byte. Default: false.</summary>
    public bool Deterministic { get; init; }
}
