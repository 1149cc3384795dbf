using Tessera.Pipelines.Yaml;

namespace Tessera.Pipelines.Loading;

/// <summary>Finds inputs that refer to themselves, over others or directly: they could never be put in their places.</summary>
internal static class InputCircles
{
    public static void Refuse(LoadContext context)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in context.Inputs.Keys) Follow(name, [], done, context);
    }

    private static void Follow(string name, List<string> path, HashSet<string> done, LoadContext context)
    {
        if (path.IndexOf(name) is >= 0 and var first)
        {
            var circle = path[first..];
            if (!circle.TrueForAll(context.CircularInputs.Add)) return;
            context.Fail(
                "TESS3032", $"These inputs refer to each other: {string.Join(" -> ", [.. circle, name])}.", context.Inputs[name].KeyPlace, "Remove one of the references.");
            return;
        }

        if (done.Contains(name) || !context.Inputs.TryGetValue(name, out var input)) return;
        path.Add(name);
        foreach (var other in InputsIn(input.Value)) Follow(other, path, done, context);
        path.RemoveAt(path.Count - 1);
        done.Add(name);
    }

    private static IEnumerable<string> InputsIn(YamlNode node) => node switch
    {
        YamlScalar scalar => Reference.Parse(scalar.Text, out _).OfType<Reference>().Where(reference => reference.IsInput).Select(reference => reference.Property!).Distinct(),
        YamlList list => list.Items.SelectMany(InputsIn),
        YamlMap map => map.Entries.SelectMany(entry => InputsIn(entry.Value)),
        _ => [],
    };
}
