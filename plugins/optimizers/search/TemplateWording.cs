using Tessera.Sdk.Prompts;

namespace Tessera.Optimizers.Search;

/// <summary>An optimizer's own wording of a template. Who changes the text raises the version.</summary>
/// <param name="Purpose">What is asked for.</param>
/// <param name="Version">Name and number, such as <c>dln-proposal/1</c>.</param>
/// <param name="Text">The Liquid template.</param>
internal sealed record TemplateWording(string Purpose, string Version, string Text)
{
    /// <summary>Takes down by which template is asked: this one, or somebody else's.</summary>
    public void RecordUse(IOptimizationTrace trace, string used) => trace.RecordTemplate(Purpose, used == Text ? Version : null);
}
