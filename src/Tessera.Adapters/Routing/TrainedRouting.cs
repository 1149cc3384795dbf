using Tessera.Adapters.Library;
using Tessera.Sdk.Diagnostics;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>
/// A routing that was trained together with the experts of a library, as Poly and MHR are. It is kept beside the experts and holds for
/// them alone: once one of them is another, it is not found any more.
/// </summary>
/// <param name="Tasks">The tasks that it was trained on, by which the rows of its state are numbered.</param>
/// <param name="State">The state of each group of maps (see <see cref="RoutedExperts"/>), by the name of the group's first map; the routing owns the tensors.</param>
public sealed record TrainedRouting(IReadOnlyList<string> Tasks, IReadOnlyDictionary<string, IReadOnlyDictionary<string, torch.Tensor>> State) : IDisposable
{
    private const string Version = "trained-1";

    /// <summary>Keeps the routing of a library, in place of one that was kept before for the same router.</summary>
    /// <param name="library">The library, whose experts lie there already.</param>
    /// <param name="router">The router, such as <c>router/poly</c>.</param>
    /// <param name="tasks">The tasks that it was trained on.</param>
    /// <param name="state">The state of each group of maps, by the name of its first map; the tensors stay the caller's.</param>
    /// <exception cref="TesseraException">The library cannot be written (TESS5550).</exception>
    public static void Save(ExpertLibrary library, string router, IReadOnlyList<string> tasks, IReadOnlyDictionary<string, IReadOnlyDictionary<string, torch.Tensor>> state)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(state);
        if (!RoutingContent.Write(library.Derive(router, Version), tasks, state))
            throw new TesseraException(Diagnostic.Error("TESS5550", $"The trained routing of {router} cannot be kept.", new SourceLocation(library.Folder), "Make the folder of the library writable, and wait until no other process changes it."));
    }

    /// <summary>Looks for the routing that a library was trained with.</summary>
    /// <param name="library">The library, with the ties that it was trained with.</param>
    /// <param name="router">The router, such as <c>router/poly</c>.</param>
    /// <returns>The routing, which the caller disposes of; null where the library was not trained with this router.</returns>
    public static TrainedRouting? Find(ExpertLibrary library, string router)
    {
        ArgumentNullException.ThrowIfNull(library);
        return RoutingContent.Read(library.Derive(router, Version));
    }

    /// <summary>Whether a library was trained together with a routing, of whatever router.</summary>
    internal static bool IsKept(ExpertLibrary library) => library.Derive(string.Empty, Version).HasAny(Version);

    /// <summary>Disposes of the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in State.Values.SelectMany(group => group.Values)) tensor.Dispose();
    }
}
