using Tessera.Sdk.Parts;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Routing;

namespace Tessera.Adapters.Evaluation.Methods;

/// <summary>A way of adapting a model that is to be judged.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Experts">The library; null for the base model.</param>
/// <param name="Router">The router; null where a single expert is used for everything.</param>
internal sealed record MethodPlan(string Name, IExpertLibrary? Experts = null, Part<IRouter>? Router = null)
{
    public const string Base = "base";
}
