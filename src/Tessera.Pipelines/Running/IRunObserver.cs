using Tessera.Sdk.Diagnostics;

namespace Tessera.Pipelines.Running;

/// <summary>Hears of what happens in a run, while it happens. Called from several threads, one call at a time.</summary>
public interface IRunObserver
{
    /// <summary>A step began, or was taken over from before.</summary>
    /// <param name="step">The step.</param>
    /// <param name="reused">Whether it was done before.</param>
    void StepStarted(string step, bool reused);

    /// <summary>Something is as nobody may expect it, and the run goes on.</summary>
    /// <param name="diagnostic">What.</param>
    void Warned(Diagnostic diagnostic);

    /// <summary>A step said how far it is.</summary>
    /// <param name="step">The step.</param>
    /// <param name="fraction">From 0 to 1; null when not known.</param>
    /// <param name="message">What it is doing.</param>
    void StepProgressed(string step, double? fraction, string message);

    /// <summary>A step ended.</summary>
    /// <param name="result">How.</param>
    void StepEnded(StepResult result);
}
