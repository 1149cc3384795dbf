using Tessera.Adapters.Library;
using Tessera.Adapters.Models;
using Tessera.Adapters.Models.Lora;
using Tessera.Adapters.Routing;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Randomness;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Adapters.Evaluation.Methods;

/// <summary>A method beside a model, ready to be asked.</summary>
internal sealed class PreparedMethod : IAsyncDisposable
{
    private readonly OwnedPart<IRouter>? _router;
    private readonly LoraAdaptation? _alone;

    private PreparedMethod(MethodPlan plan, LoraAdaptation? alone = null, OwnedPart<IRouter>? router = null, RoutedExperts? routed = null, IReadOnlyList<string>? tasks = null) =>
        (Plan, _alone, _router, Routed, Tasks) = (plan, alone, router, routed, tasks ?? []);

    public MethodPlan Plan { get; }

    /// <summary>The routed library; null where nothing is routed.</summary>
    public RoutedExperts? Routed { get; }

    /// <summary>The tasks that the routing knows, in the order of its numbering.</summary>
    public IReadOnlyList<string> Tasks { get; }

    /// <summary>What is added to the model; null for the base model.</summary>
    public IAdaptation? Adaptation => Routed is null ? _alone : new RoutedAdaptation(Routed);

    /// <summary>Prepares a method.</summary>
    /// <param name="plan">The method.</param>
    /// <param name="model">The model.</param>
    /// <param name="tasks">The names of all tasks, which a router may be told.</param>
    /// <param name="examples">The experts' own examples, for routers that are fitted to them.</param>
    /// <param name="seed">The origin of the router's random choices.</param>
    /// <param name="fitting">Told how far the router is fitted, where it has to be.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="TesseraException">The library is of another model (TESS5208), or an expert has no examples that its router needs (TESS5534).</exception>
    public static async Task<PreparedMethod> PrepareAsync(
        MethodPlan plan, LanguageModelFolder model, IReadOnlyList<string> tasks, Func<IExpertLibrary, OwnExamples> examples, Seed seed, Action<double> fitting, CancellationToken cancellationToken)
    {
        if (plan.Experts is not { } library) return new PreparedMethod(plan);
        if (plan.Router is not { } part) return new PreparedMethod(plan, LoraAdaptation.Of(library, 0, model.Model));
        LibraryFit.Refuse(library, model.Model, plan.Name);
        var router = part.Create();
        RoutedExperts? routed = null;
        try
        {
            // What was trained knows the tasks that it was trained on; others are new to it.
            using var trained = library is ExpertLibrary stored ? TrainedRouting.Find(stored, part.Name) : null;
            tasks = trained?.Tasks ?? tasks;
            var own = examples(library);
            var found = trained is null ? FoundRouting.Of(library, part, tasks, seed, own.FindOrigin) : null;
            routed = found?.Restore(router.Value);
            if (routed is null)
            {
                routed = RoutedExperts.Prepare(router.Value, library, tasks, seed, trained);
                var waits = RouterCalibration.IsNeeded(routed);
                if (waits && found?.RestoreFitted(router.Value) is { } fitted)
                {
                    routed.Dispose();
                    routed = fitted;
                }
                else
                {
                    if (waits) RouterCalibration.Run(model.Model, routed, own.ForCalibration, fitting, cancellationToken);
                    found?.Keep(routed, waits);
                }
            }

            return new PreparedMethod(plan, null, router, routed, tasks);
        }
        catch
        {
            routed?.Dispose();
            await router.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _alone?.Dispose();
        Routed?.Dispose();
        if (_router is not null) await _router.DisposeAsync().ConfigureAwait(false);
    }
}
