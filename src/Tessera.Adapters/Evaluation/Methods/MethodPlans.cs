using System.Globalization;
using Tessera.Adapters.Library;
using Tessera.Adapters.Routing;
using Tessera.Adapters.Steps;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Adapters.Evaluation.Methods;

/// <summary>Finds the methods that the options of <c>step/evaluate</c> ask for, and their names.</summary>
internal static class MethodPlans
{
    /// <summary>Finds them: the base model, then each library with each of its routers.</summary>
    /// <exception cref="TesseraException">TESS5531: libraries and routers are not told so that each method has a name and a meaning.</exception>
    public static IReadOnlyList<MethodPlan> Of(EvaluateOptions options)
    {
        if (options.Library is not null && options.Libraries.Count > 0) throw Unfit("Libraries are named, and one is given without a name, too.", "Move library and routers into libraries, with a name.");
        if (options.Library is null && options.Routers.Count > 0) throw Unfit("There are routers and no library.", "Set library, or put the routers beside a library in libraries.");
        var libraries = options.Library is { } only ? [new LibraryToEvaluate { Name = string.Empty, Library = only, Routers = options.Routers }] : options.Libraries;
        RefuseUnfitNames(options.Libraries);
        var plans = new List<MethodPlan> { new(MethodPlan.Base) };
        foreach (var library in libraries) plans.AddRange(Of(library, [.. plans.Select(plan => plan.Name)]));
        return plans;
    }

    private static IEnumerable<MethodPlan> Of(LibraryToEvaluate library, List<string> taken)
    {
        if (library.Routers.Count == 0)
        {
            if (library.Library.Experts.Count != 1)
                throw Unfit($"The library {Shown(library)} has {library.Library.Experts.Count} experts and no router.", "Give it routers, such as router/uniform.");
            yield return new MethodPlan(Unique(library.Name.Length > 0 ? library.Name : library.Library.Experts[0].Name, taken), library.Library);
        }

        foreach (var router in library.Routers) yield return new MethodPlan(Unique(NameOf(library, router), taken), library.Library, router);
    }

    // A library that was trained with a router needs no other name for the two together.
    private static string NameOf(LibraryToEvaluate library, Part<IRouter> router)
    {
        var shortName = router.Name.Split('/')[^1];
        return library.Name.Length == 0 ? shortName : library.Name == shortName || IsTrainedWith(library, router) ? library.Name : $"{library.Name}+{shortName}";
    }

    private static bool IsTrainedWith(LibraryToEvaluate library, Part<IRouter> router)
    {
        using var trained = library.Library is ExpertLibrary stored ? TrainedRouting.Find(stored, router.Name) : null;
        return trained is not null;
    }

    private static string Unique(string name, List<string> taken)
    {
        var same = taken.Count(other => other == name || other.StartsWith(name + " #", StringComparison.Ordinal));
        var unique = same == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} #{same + 1}");
        taken.Add(unique);
        return unique;
    }

    private static void RefuseUnfitNames(IReadOnlyList<LibraryToEvaluate> libraries)
    {
        if (libraries.FirstOrDefault(library => library.Name == MethodPlan.Base) is not null) throw Unfit($"A library is named '{MethodPlan.Base}', which is the model without experts.", "Give it another name.");
        if (libraries.GroupBy(library => library.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Unfit($"Two libraries are named '{twice.Key}'.", "Give each library a name of its own, or one library all the routers.");
    }

    private static string Shown(LibraryToEvaluate library) => library.Name.Length > 0 ? $"'{library.Name}'" : "that is given";

    private static TesseraException Unfit(string message, string remedy) => new(Diagnostic.Error("TESS5531", message, remedy: remedy));
}
