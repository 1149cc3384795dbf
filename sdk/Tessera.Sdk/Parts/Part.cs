namespace Tessera.Sdk.Parts;

/// <summary>A part that a pipeline has named, with its options bound, ready to be created.</summary>
/// <remarks>A step or part takes other parts as options of this type: <c>clusterer: { uses: clusterer/mbc, with: {...} }</c>.</remarks>
/// <typeparam name="TContract">The contract, which decides the kind that may be named.</typeparam>
public sealed class Part<TContract> where TContract : class
{
    private readonly Func<OwnedPart<TContract>> _create;

    /// <summary>Names a part and says how to create it.</summary>
    /// <param name="name">The part as <c>kind/name</c>.</param>
    /// <param name="create">Creates an instance that the caller owns.</param>
    /// <param name="identity">What decides all that the part does, as far as it is known.</param>
    public Part(string name, Func<OwnedPart<TContract>> create, string? identity = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(create);
        (Name, Identity) = (name, identity);
        _create = create;
    }

    /// <summary>The part as <c>kind/name</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// A hash of the plugin's content and of the options: parts with the same one do the same. Null where that is not known, as of parts whose options name
    /// files or outputs of steps; what such a part has found out is not kept for another time.
    /// </summary>
    public string? Identity { get; }

    /// <summary>Creates a new instance, which the caller disposes of.</summary>
    /// <returns>The instance with its ownership.</returns>
    /// <exception cref="Diagnostics.TesseraException">The plugin cannot be loaded or the part cannot be composed.</exception>
    public OwnedPart<TContract> Create() => _create();

    /// <inheritdoc/>
    public override string ToString() => Name;
}
