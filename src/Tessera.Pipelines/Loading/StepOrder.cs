namespace Tessera.Pipelines.Loading;

/// <summary>Puts steps after those they depend on; among those that may come next, in the order of the file.</summary>
internal static class StepOrder
{
    public static IReadOnlyList<PipelineStep>? Sort(IReadOnlyList<PipelineStep> steps, LoadContext context)
    {
        var remaining = steps.ToList();
        var done = new HashSet<string>(StringComparer.Ordinal);
        var names = steps.Select(step => step.Name).ToHashSet(StringComparer.Ordinal);
        var ordered = new List<PipelineStep>();
        while (remaining.Count > 0)
        {
            var next = remaining.FirstOrDefault(step => step.Dependencies.All(name => done.Contains(name) || !names.Contains(name)));
            if (next is null)
            {
                var circle = FindCircle(remaining);
                context.Fail("TESS3032", $"These steps wait for each other: {string.Join(" -> ", circle)}.", context.Steps[circle[0]].Entry.KeyPlace, "Remove one of the references.");
                return null;
            }

            ordered.Add(next);
            done.Add(next.Name);
            remaining.Remove(next);
        }

        return ordered;
    }

    private static List<string> FindCircle(List<PipelineStep> steps)
    {
        var byName = steps.ToDictionary(step => step.Name, StringComparer.Ordinal);
        var path = new List<string> { steps[0].Name };
        while (true)
        {
            // Every remaining step waits for another remaining one, so this walk must come back to where it was.
            var next = byName[path[^1]].Dependencies.First(byName.ContainsKey);
            var seen = path.IndexOf(next);
            path.Add(next);
            if (seen >= 0) return path[seen..];
        }
    }
}
