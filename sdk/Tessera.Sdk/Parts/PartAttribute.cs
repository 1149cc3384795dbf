using System.Composition;
using System.Reflection;

namespace Tessera.Sdk.Parts;

/// <summary>Exports a class as a part of a plugin. Each contract kind has its own attribute derived from this one.</summary>
/// <remarks>
/// The name is also the contract name of the export, so that one part that cannot be composed never hides its neighbours.
/// The build reads these attributes and writes <c>plugin.json</c> from them; the host compares the two when it activates the plugin.
/// </remarks>
[MetadataAttribute]
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public abstract class PartAttribute : ExportAttribute
{
    /// <summary>Exports a class under a contract.</summary>
    /// <param name="contract">The contract interface; it carries a <see cref="PartKindAttribute"/>.</param>
    /// <param name="name">The name after the slash in <c>uses: kind/name</c>: lower-case words joined by hyphens.</param>
    protected PartAttribute(Type contract, string name) : base(name, contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        Name = name;
        Kind = contract.GetCustomAttribute<PartKindAttribute>()?.Kind
            ?? throw new ArgumentException($"{contract} is no contract for parts: it has no [PartKind].", nameof(contract));
    }

    /// <summary>The kind of part, taken from its contract.</summary>
    public string Kind { get; }

    /// <summary>The part's name, unique among the parts of its kind in one plugin.</summary>
    public string Name { get; }

    /// <summary>What the part does, in one line for listings.</summary>
    public string Description { get; init; } = "";

    /// <summary>The class of the part's options, which its constructor receives; null for a part without options.</summary>
    public Type? Options { get; init; }
}
