using System.Composition;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Routers.Chorus;

/// <summary>
/// Our own, and nothing is trained: all experts act on a token, by a mild softmax of Arrow's scores, and together more strongly than one alone would.
/// What experts of related tasks have in common adds up, and what each is wrong about cancels, where a choice of few takes the wrong with the right.
/// An expert of all tasks may lead: the others are then best what single tasks differ from it by (docs/routers.md says why, with figures).
/// </summary>
[Router("chorus", Description = "Lets all experts act on each token together, those the most whose leading input direction it lies along.", Options = typeof(ChorusOptions))]
[method: ImportingConstructor]
internal sealed class ChorusRouter(ChorusOptions options) : IRouter
{
    /// <inheritdoc/>
    public ExpertMixing Mixing => ExpertMixing.Outputs;

    /// <inheritdoc/>
    public IMapRouting Prepare(IReadOnlyList<ExpertBank> banks, RoutingContext context)
    {
        var leads = FindLeads(banks[0].Names);
        var prototypes = context.State is { } state ? ExpertPrototypes.Restore(state, banks[0]) ?? throw Unfit(banks[0]) : ExpertPrototypes.Compute(banks);
        return new ChorusRouting(prototypes, options, leads, banks[0].Count);
    }

    private List<long> FindLeads(IReadOnlyList<string> names)
    {
        if (options.Leads.FirstOrDefault(lead => !names.Contains(lead, StringComparer.Ordinal)) is { } unknown)
            throw new TesseraException(Diagnostic.Error("TESS5407", $"There is no expert '{unknown}' in the library that could lead the chorus.", remedy: NearestName.Suggest(unknown, names)));
        return [.. names.Index().Where(name => options.Leads.Contains(name.Item, StringComparer.Ordinal)).Select(name => (long)name.Index)];
    }

    private static TesseraException Unfit(ExpertBank bank) => new(Diagnostic.Error(
        "TESS5401", $"The saved routing does not fit {bank.Map.Name} with {bank.Count} experts.",
        remedy: $"The chorus saves 'prototypes' (experts, {bank.Map.InputSize}) and 'experts'. Compute the prototypes anew from the library."));
}
