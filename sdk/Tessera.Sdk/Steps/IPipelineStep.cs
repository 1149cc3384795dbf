using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Steps;

/// <summary>A step of a pipeline. Implement <see cref="IPipelineStep{TOutput}"/>; this form is what the runner calls.</summary>
[PartKind("step")]
public interface IPipelineStep
{
    /// <summary>Does the work.</summary>
    /// <param name="context">The run as the step sees it.</param>
    /// <param name="cancellationToken">Ends the work early; the step then throws and is begun anew when the run is resumed.</param>
    /// <returns>The step's output.</returns>
    Task<object> RunAsync(IStepContext context, CancellationToken cancellationToken);
}
