namespace Tessera.Unloading;

/// <summary>Where a plugin calls what may keep it from being unloaded.</summary>
/// <param name="Api">What is called.</param>
/// <param name="Assembly">The name of the assembly that calls it.</param>
/// <param name="Callers">The methods that call it, as <c>Type.Method</c>.</param>
internal sealed record PinningCall(PinningApi Api, string Assembly, IReadOnlyList<string> Callers)
{
    private const int MostCallers = 3;

    /// <summary>One sentence of where and why, and one of what to do.</summary>
    public override string ToString()
    {
        var callers = string.Join(", ", Callers.Take(MostCallers)) + (Callers.Count > MostCallers ? $" and {Callers.Count - MostCallers} more" : "");
        return $"{callers} in {Assembly} uses {Api.Name}: {Api.Reason}. {Api.Remedy}";
    }
}
