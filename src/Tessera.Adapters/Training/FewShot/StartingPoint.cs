using Tessera.Adapters.Library;
using Tessera.Adapters.Models;
using Tessera.Adapters.Training.Experts;
using Tessera.Adapters.Training.Skills;
using Tessera.Sdk.Tensors.Experts;
using Tessera.Sdk.Tensors.Native;
using TorchSharp;

namespace Tessera.Adapters.Training.FewShot;

/// <summary>The experts that few-shot training goes on from.</summary>
/// <param name="Settings">What they adapt, with their rank and the scaling of the first.</param>
/// <param name="Experts">The factors of each, in the dispose scope in which they were read.</param>
/// <param name="Unit">Which maps share weights.</param>
internal sealed record StartingPoint(LoraSettings Settings, IReadOnlyList<IReadOnlyDictionary<string, LoraFactors>> Experts, RoutingUnit Unit)
{
    /// <summary>Reads all experts of a library, which have the same maps and the same rank.</summary>
    /// <exception cref="Sdk.Diagnostics.TesseraException">They have not, or are of another model (TESS5552, TESS5518).</exception>
    public static StartingPoint Read(ExpertLibrary library, CausalModel model)
    {
        var first = library.Maps.Select((_, map) => library.Read(0, map)).OfType<LoraFactors>().First();
        var settings = new LoraSettings { Rank = first.Rank, Scaling = first.Scaling, Targets = [.. library.Maps.Select(map => map.Name)] };
        var maps = settings.Choose(model).SelectMany(group => group.Maps).ToList();
        return new StartingPoint(settings, [.. library.Experts.Select((_, expert) => ExpertFactors.Read(library, expert, maps, settings.Rank))], SkillRecords.UnitOf(library));
    }

    /// <summary>The average of the experts, factor by factor. A scaling that is not the first one's goes into both factors, as mixing parameters has it.</summary>
    public IReadOnlyDictionary<string, LoraFactors> Average() => Experts[0].Keys.ToDictionary(map => map, map =>
    {
        var own = Experts.Select(expert => expert[map]).ToList();
        torch.Tensor Mean(Func<LoraFactors, torch.Tensor> factor) => own.Select(one => factor(one).Times(Math.Sqrt(one.Scaling / Settings.Scaling))).Aggregate((sum, one) => sum.Plus(one)).Over(own.Count);
        return new LoraFactors(Mean(one => one.A), Mean(one => one.B), Settings.Scaling);
    }, StringComparer.Ordinal);
}
