namespace Tessera.Clusterers.Tests;

/// <summary>
/// The tests that await with a scope of tensors open run one after another: a scope belongs to the thread that opened it, and what another test does on that thread
/// meanwhile would be disposed of with it.
/// </summary>
internal static class TensorScopes
{
    public const string OneAfterAnother = "tests with scopes of tensors";
}
