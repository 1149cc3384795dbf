using Tessera.Hosting.Catalog;
using Tessera.Pipelines.Yaml;

namespace Tessera.Pipelines.Loading;

/// <summary>Finds the part that <c>uses</c> names.</summary>
internal static class PartReader
{
    public static InstalledPart? Find(YamlScalar uses, string kind, LoadContext context)
    {
        var lookup = context.Catalog.Find(uses.Text);
        if (lookup.Problem is { } problem)
        {
            context.Fail(problem.Id, problem.Message, uses.Place, problem.Remedy);
            return null;
        }

        if (lookup.Part!.Manifest.Kind == kind) return lookup.Part;
        context.Fail("TESS3020", $"A {kind} is needed here; {uses.Text} is a {lookup.Part.Manifest.Kind}.", uses.Place,
            $"What exists: {string.Join(", ", context.Catalog.Parts.Where(part => part.Manifest.Kind == kind).Select(part => part.Uses).Order(StringComparer.Ordinal))}.");
        return null;
    }
}
