namespace Tessera.Sdk.Steps;

/// <summary>A step of a pipeline: typed options, received by the constructor, to a typed output.</summary>
/// <remarks>
/// Options may hold plain values, parts (<see cref="Parts.Part{TContract}"/>) and outputs of other steps, by their type.
/// </remarks>
/// <typeparam name="TOutput">
/// The output: a class that JSON can hold, or an <see cref="IArtifact{TSelf}"/> that saves itself.
/// </typeparam>
public interface IPipelineStep<TOutput> : IPipelineStep where TOutput : class
{
    /// <summary>Does the work.</summary>
    /// <param name="context">The run as the step sees it.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The step's output.</returns>
    new Task<TOutput> RunAsync(IStepContext context, CancellationToken cancellationToken);

    async Task<object> IPipelineStep.RunAsync(IStepContext context, CancellationToken cancellationToken) =>
        await RunAsync(context, cancellationToken).ConfigureAwait(false);
}
