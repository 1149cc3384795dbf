namespace Tessera.Sdk.Parts;

/// <summary>Declares that an interface is a contract for parts, and the word by which pipelines name its kind.</summary>
/// <remarks>A new kind needs this attribute, an export attribute derived from <see cref="PartAttribute"/>, and no change of the host.</remarks>
/// <param name="kind">The kind as it stands before the slash in <c>uses: kind/name</c>, such as <c>router</c>.</param>
[AttributeUsage(AttributeTargets.Interface, Inherited = false)]
public sealed class PartKindAttribute(string kind) : Attribute
{
    /// <summary>The kind as it stands before the slash in <c>uses: kind/name</c>.</summary>
    public string Kind { get; } = kind;
}
