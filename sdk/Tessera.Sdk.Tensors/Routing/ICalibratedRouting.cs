namespace Tessera.Sdk.Tensors.Routing;

/// <summary>
/// A routing that is fitted to the experts' own examples before it routes. The platform runs the base model with one expert after another, on
/// examples that the expert was trained on; a router only says what it makes of them.
/// </summary>
/// <remarks>
/// First <see cref="Observe"/> is called for each expert, then the parameters are trained if the plan asks for it: <see cref="IMapRouting.Route"/> is
/// called with <see cref="RoutingInput.OwnExpert"/>, and gives weights to that expert alone. <see cref="Complete"/> ends the calibration.
/// </remarks>
public interface ICalibratedRouting : IMapRouting
{
    /// <summary>What is needed.</summary>
    CalibrationPlan Plan { get; }

    /// <summary>Whether the routing is ready, as one that is made from a saved state is. <see cref="IMapRouting.Route"/> refuses to route before.</summary>
    bool IsCalibrated { get; }

    /// <summary>Looks at the input of the map while the model reads examples of one expert with that expert alone.</summary>
    /// <param name="expert">The expert's index.</param>
    /// <param name="input">The hidden states, padding left out, and which example each token belongs to; they stay the caller's.</param>
    void Observe(int expert, RoutingInput input);

    /// <summary>Ends the calibration: what was observed or trained is used from now on.</summary>
    void Complete();
}
