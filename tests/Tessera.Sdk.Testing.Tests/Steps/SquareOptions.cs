namespace Tessera.Sdk.Testing.Tests.Steps;

/// <summary>Options of a <see cref="SquareStep"/>.</summary>
internal sealed class SquareOptions
{
    /// <summary>How many numbers are squared.</summary>
    public int Count { get; set; } = 5;
}
