namespace Tessera.Adapters.Lora;

/// <summary>How the factor A of a LoRA begins; B begins at zero, so that at first nothing is added. Implementations differ by √3 and more, so it has a name.</summary>
public enum LoraInitialization
{
    /// <summary>As MTTL: uniform within ±√(1/3)/√d_in.</summary>
    Mttl,

    /// <summary>As PEFT and loralib: uniform within ±1/√d_in.</summary>
    Peft,

    /// <summary>As PEFT's <c>gaussian</c>: normal with the standard deviation 1/r.</summary>
    Gaussian,

    /// <summary>Normal with the variance 1/d_in, so that what A reads of a unit vector does not depend on its width.</summary>
    FanIn,
}
