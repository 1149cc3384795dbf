namespace Tessera.Sdk.Schemas;

/// <summary>A value that did not fit.</summary>
/// <param name="Path">The path of keys to it, such as <c>routers[1].topK</c>; empty for the whole.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
public sealed record BindingError(string Path, string Message)
{
    /// <summary>Path and message.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
