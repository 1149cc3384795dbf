using Tessera.Adapters.Models;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tensors.Experts;

namespace Tessera.Adapters.Evaluation.Methods;

/// <summary>Refuses libraries whose experts were made for another model: beside this one they would do nothing, and be judged as if they did.</summary>
internal static class LibraryFit
{
    /// <exception cref="TesseraException">TESS5208: a map is missing, or of another size.</exception>
    public static void Refuse(IExpertLibrary library, CausalModel model, string method)
    {
        var known = model.Groups.SelectMany(group => group.Maps).ToDictionary(map => map.Name, StringComparer.Ordinal);
        foreach (var map in library.Maps)
        {
            if (!known.TryGetValue(map.Name, out var own)) throw Unfit($"adapt '{map.Name}', which the model does not have", NearestName.Suggest(map.Name, known.Keys));
            if (own.InputSize != map.InputSize || own.OutputSize != map.OutputSize)
                throw Unfit($"adapt '{map.Name}' from {map.InputSize} to {map.OutputSize}, and the model's is from {own.InputSize} to {own.OutputSize}", "Evaluate beside the base model that the experts were trained for.");
        }

        TesseraException Unfit(string reason, string remedy) => new(Diagnostic.Error("TESS5208", $"The experts of {method} are not for this model: they {reason}.", remedy: remedy));
    }
}
